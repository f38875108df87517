import { ApiError } from '../../api/types/api-error.ts'
import type { AnyObject } from '../../api/types/object.ts'
import type { Patch } from '../../api/types/request.ts'
import { failure } from '../errors.ts'
import type { Session } from '../session.ts'
import type { Found } from '../select/find-objects.ts'
import { changeOptions, dryRunOf } from './dry-run.ts'

export interface PatchTarget {
  readonly definition: Found['definition']
  readonly object: AnyObject
}

/**
 * Sends a patch on behalf of a command. With `--dry-run=client` nothing is sent.
 * @param complaint stands before the server's refusal, as in `failed to patch: …`; without it the refusal is printed as it came
 */
export const patchObject = async (
  session: Session,
  { definition, object }: PatchTarget,
  patch: Patch,
  manager: string,
  complaint?: string,
): Promise<AnyObject> => {
  if (dryRunOf(session.flags) === 'client') return object
  const { name, namespace } = object.metadata
  try {
    return await session.request((client) => client.patch({ resource: definition, namespace, name }, patch), {
      ...changeOptions(session, manager),
      fieldValidation: 'Warn',
    })
  } catch (error) {
    if (complaint === undefined || !(error instanceof ApiError)) throw error
    throw failure(`${complaint}: ${error.message}`)
  }
}
