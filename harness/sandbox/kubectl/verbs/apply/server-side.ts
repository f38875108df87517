import type { AnyObject } from '../../../api/types/object.ts'
import { changeOptions } from '../../edit/dry-run.ts'
import { LAST_APPLIED, lastApplied, withLastApplied } from '../../edit/last-applied.ts'
import { failure } from '../../errors.ts'
import type { MappedManifest } from '../../select/manifests.ts'
import type { RequestOptions, Session } from '../../session.ts'

export interface ServerSideOptions {
  readonly manager: string
  /** Takes fields over from other managers. */
  readonly force: boolean
  readonly dryRun?: boolean
}

/**
 * Sends the document to be merged by the server. An object that came from `apply` on the client's side is handed over first: its
 * manager becomes ours, and the annotation is kept in step.
 * @throws {ApiError} 409 Conflict when others manage what shall change
 */
export const serverSideApply = async (
  session: Session,
  manifest: MappedManifest,
  { manager, force, dryRun }: ServerSideOptions,
): Promise<AnyObject> => {
  const { definition, namespace, name, document } = manifest
  if (name === '') throw failure('metadata.name is required for server-side apply')
  const ref = { resource: definition, namespace, name }
  const options: RequestOptions = {
    ...changeOptions(session, manager),
    fieldManager: manager,
    ...(dryRun === true ? { dryRun } : {}),
  }
  const send = (body: unknown): Promise<AnyObject> =>
    session.request((client) => client.patch(ref, { type: 'apply', body, force }), options)
  const applied = await send(document)
  if (options.dryRun === true) return applied
  const remembered = await remember(session, manifest, options, applied)
  const handedOver = ownEntries(remembered, manager)
  if (handedOver === undefined) return remembered
  await session.request(
    (client) => client.patch(ref, { type: 'merge', body: { metadata: { managedFields: handedOver } } }),
    options,
  )
  return send(document)
}

/** Keeps the annotation of an object that has one, under a manager of its own. */
const remember = async (
  session: Session,
  { definition, namespace, name, document }: MappedManifest,
  options: RequestOptions,
  applied: AnyObject,
): Promise<AnyObject> => {
  if (lastApplied(applied) === undefined) return applied
  const { metadata, apiVersion, kind } = withLastApplied(document) as unknown as AnyObject
  const annotations = { [LAST_APPLIED]: metadata.annotations?.[LAST_APPLIED] ?? '' }
  const body = { apiVersion, kind, metadata: { name, annotations } }
  return session.request(
    (client) => client.patch({ resource: definition, namespace, name }, { type: 'apply', body, force: true }),
    { ...options, fieldManager: 'kubectl-last-applied' },
  )
}

/** Manager of `apply` on the client's side. */
const CLIENT_SIDE = 'kubectl-client-side-apply'

/** The record of owners with the client side's entry under the new manager; `undefined` when there is none. */
const ownEntries = ({ metadata }: AnyObject, manager: string): readonly object[] | undefined => {
  const entries = metadata.managedFields ?? []
  const isTheirs = ({ manager: who, operation, subresource }: (typeof entries)[number]): boolean =>
    who === CLIENT_SIDE && operation === 'Update' && subresource === undefined
  const theirs = entries.find(isTheirs)
  if (theirs === undefined) return undefined
  const ours = entries.find(({ manager: who, operation }) => who === manager && operation === 'Apply')
  const joined = {
    ...theirs,
    ...ours,
    manager,
    operation: 'Apply',
    fieldsV1: joinFields(theirs.fieldsV1, ours?.fieldsV1),
  }
  return [joined, ...entries.filter((entry) => entry !== ours && !isTheirs(entry))]
}

/** Both sets of fields. */
const joinFields = (a: unknown, b: unknown): unknown => {
  if (!isSet(a) || !isSet(b)) return a ?? b
  const keys = new Set([...Object.keys(a), ...Object.keys(b)])
  return Object.fromEntries([...keys].map((key) => [key, joinFields(a[key], b[key])]))
}

const isSet = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null
