import { systemIdentity } from '../../api/identities.ts'
import type { ApiClient } from '../../api/types/api-client.ts'
import type { ApiServer } from '../../api/types/api-server.ts'

/** A client for a part of the control plane: allowed everything, named in the audit as the real part is. */
export const controlClient = (server: ApiServer, user: string, fieldManager: string): ApiClient =>
  server.as({ user: systemIdentity(user), fieldManager })
