import { ApiError } from '../../api/types/api-error.ts'
import type { AnyObject } from '../../api/types/object.ts'
import type { CollectionRef } from '../../api/types/request.ts'
import type { JsonObject } from '../../api/merge/json.ts'
import { failure } from '../errors.ts'
import type { Session } from '../session.ts'
import { withChangeCause } from './change-cause.ts'
import { changeOptions, dryRunOf } from './dry-run.ts'
import { withLastApplied } from './last-applied.ts'
import { report } from './report.ts'
import { withZeroValues } from './zero-values.ts'

/**
 * Creates an object that a command with `CREATE_FLAGS` built, and reports it. With `--dry-run=client` it is only printed.
 * @param complaint stands before the server's refusal; without it the refusal is printed as it came
 * @param done what is said of the object; default: created
 * @throws {KubectlError | ApiError}
 */
export const createFromObject = async (
  session: Session,
  built: JsonObject,
  manager: string,
  complaint?: string,
  done = 'created',
): Promise<AnyObject> => {
  const { apiVersion, kind } = built as { readonly apiVersion: string; readonly kind: string }
  const definition = session.connect().registry.findKind(apiVersion, kind)
  if (definition === undefined) throw failure(`no matches for kind "${kind}" in version "${apiVersion}"`)
  const { flags } = session
  const namespace = definition.namespaced ? session.namespace : undefined
  const noted = withChangeCause(session, built)
  const placed = definition.namespaced && flags.given('namespace') ? inNamespace(noted, session.namespace) : noted
  const object = flags.bool('save-config') ? remembered(placed) : placed
  const created =
    dryRunOf(flags) === 'client'
      ? (withZeroValues(object) as unknown as AnyObject)
      : await send(session, { resource: definition, namespace }, object, manager, complaint)
  await report(session, definition, created, done)
  return created
}

const inNamespace = (object: JsonObject, namespace: string): JsonObject => ({
  ...object,
  metadata: { ...(object['metadata'] as JsonObject), namespace },
})

/** What is remembered is the object as kubectl's own structures have it. */
const remembered = (object: JsonObject): JsonObject => {
  const { annotations } = withLastApplied(withZeroValues(object))['metadata'] as JsonObject
  return { ...object, metadata: { ...(object['metadata'] as JsonObject), annotations } }
}

const send = async (
  session: Session,
  collection: CollectionRef,
  object: JsonObject,
  manager: string,
  complaint: string | undefined,
): Promise<AnyObject> => {
  try {
    return await session.request((client) => client.create(collection, object), changeOptions(session, manager))
  } catch (error) {
    if (complaint === undefined || !(error instanceof ApiError)) throw error
    throw failure(`${complaint} ${error.message}`)
  }
}
