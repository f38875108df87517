import { isJsonObject } from '../../api/merge/json.ts'
import { jsonPatch, JsonPatchError } from '../../api/merge/json-patch.ts'
import { mergePatch } from '../../api/merge/merge-patch.ts'
import { strategicMerge } from '../../api/merge/strategic-merge.ts'
import { ApiError } from '../../api/types/api-error.ts'
import type { AnyObject } from '../../api/types/object.ts'
import type { Patch } from '../../api/types/request.ts'
import { failure } from '../errors.ts'
import type { Session } from '../session.ts'
import type { Found } from '../select/find-objects.ts'
import { withChangeCause } from './change-cause.ts'
import { changeOptions, dryRunOf } from './dry-run.ts'

export interface PatchTarget {
  readonly definition: Found['definition']
  readonly object: AnyObject
}

/**
 * Sends a patch on behalf of a command. With `--dry-run=client` it is worked out here, and nothing is sent.
 * @param complaint stands before the server's refusal, as in `failed to patch: …`; without it the refusal is printed as it came
 */
export const patchObject = async (
  session: Session,
  { definition, object }: PatchTarget,
  given: Patch,
  manager: string,
  complaint?: string,
): Promise<AnyObject> => {
  const isMerge = given.type === 'merge' || given.type === 'strategic'
  const patch = isMerge && isJsonObject(given.body) ? { ...given, body: withChangeCause(session, given.body) } : given
  if (dryRunOf(session.flags) === 'client') return locally({ definition, object }, patch)
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

const locally = ({ definition, object }: PatchTarget, { type, body }: Patch): AnyObject => {
  switch (type) {
    case 'json':
      return patchedByOperations(object, body)
    case 'merge':
      return mergePatch(object, body) as AnyObject
    case 'strategic':
      return strategicMerge(definition.schema, object, body) as unknown as AnyObject
    case 'apply':
      throw failure('an apply cannot be worked out on the side of the client')
  }
}

const patchedByOperations = (object: AnyObject, operations: unknown): AnyObject => {
  try {
    return jsonPatch(object, operations) as AnyObject
  } catch (error) {
    throw error instanceof JsonPatchError ? failure(error.message) : error
  }
}
