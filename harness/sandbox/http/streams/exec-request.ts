import type { ApiClient } from '../../api/types/api-client.ts'
import type { ObjectRef } from '../../api/types/request.ts'

/** What a client wants of a container: to run a command, or, without one, to join its first process. */
export interface ExecRequest {
  readonly client: ApiClient
  readonly ref: ObjectRef
  readonly command: readonly string[] | undefined
  readonly container?: string
  readonly stdin: boolean
  readonly tty: boolean
}
