import { ApiError } from '../../api/types/api-error.ts'
import type { AnyObject } from '../../api/types/object.ts'
import type { CollectionRef } from '../../api/types/request.ts'
import { failure } from '../errors.ts'
import type { Session } from '../session.ts'
import { changeOptions, dryRunOf } from './dry-run.ts'
import { report } from './report.ts'

/**
 * Creates an object that a command built, and reports it.
 * @param complaint stands before the server's refusal; without it the refusal is printed as it came
 * @throws {KubectlError | ApiError}
 */
export const createFromObject = async (
  session: Session,
  object: Readonly<Record<string, unknown>>,
  manager: string,
  complaint?: string,
): Promise<AnyObject> => {
  const { apiVersion, kind } = object as { readonly apiVersion: string; readonly kind: string }
  const definition = session.connect().registry.findKind(apiVersion, kind)
  if (definition === undefined) throw failure(`no matches for kind "${kind}" in version "${apiVersion}"`)
  const namespace = definition.namespaced ? session.namespace : undefined
  const created =
    dryRunOf(session.flags) === 'client'
      ? (object as unknown as AnyObject)
      : await send(session, { resource: definition, namespace }, object, manager, complaint)
  await report(session, definition, created, 'created')
  return created
}

const send = async (
  session: Session,
  collection: CollectionRef,
  object: Readonly<Record<string, unknown>>,
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
