import { mergePatch } from '../../../api/merge/merge-patch.ts'
import type { JsonObject } from '../../../api/merge/json.ts'
import { strategicMerge } from '../../../api/merge/strategic-merge.ts'
import { ApiError } from '../../../api/types/api-error.ts'
import type { AnyObject } from '../../../api/types/object.ts'
import { changeOptions, dryRunOf } from '../../edit/dry-run.ts'
import { LAST_APPLIED, lastApplied, withLastApplied } from '../../edit/last-applied.ts'
import { threeWayPatch } from '../../edit/three-way-patch.ts'
import { failure, withContext } from '../../errors.ts'
import { toJson } from '../../format/json.ts'
import { isNotFound } from '../../select/find-objects.ts'
import type { MappedManifest } from '../../select/manifests.ts'
import type { Session } from '../../session.ts'

export interface Applied {
  readonly object: AnyObject
  readonly done: string
}

const MANAGER = 'kubectl-client-side-apply'

/** Brings one object to its document by a patch between what was applied last, what is wanted and what is there. */
export const clientSideApply = async (session: Session, manifest: MappedManifest): Promise<Applied> => {
  const { definition, name } = manifest
  const wanted = withLastApplied(manifest.document)
  const current = await currentOf(session, manifest)
  if (current === undefined) return { object: await createOne(session, manifest, wanted), done: 'created' }
  if (lastApplied(current) === undefined) {
    session.err(
      `Warning: resource ${definition.plural}/${name} is missing the ${LAST_APPLIED} annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.\n`,
    )
  }
  const patch = patchFor(manifest, wanted, current)
  if (Object.keys(patch).length === 0) return { object: current, done: 'unchanged' }
  if (current.metadata.deletionTimestamp !== undefined) {
    session.err(`Warning: Detected changes to resource ${name} which is currently being deleted.\n`)
  }
  return { object: await send(session, manifest, { current, patch, wanted }), done: 'configured' }
}

/** The patch that would be sent; empty when nothing is to do. */
export const patchFor = ({ definition }: MappedManifest, wanted: JsonObject, current: AnyObject): JsonObject => {
  const schema = definition.custom ? undefined : definition.schema
  return threeWayPatch(schema, { original: lastApplied(current) ?? {}, modified: wanted, current })
}

const currentOf = async (session: Session, manifest: MappedManifest): Promise<AnyObject | undefined> => {
  const { definition, namespace, name, source } = manifest
  const context = `error when retrieving current configuration of:\n${describeTarget(manifest)}\nfrom server for: "${source}"`
  if (name === '') throw failure(`${context}: resource name may not be empty`)
  try {
    return await session.request((client) => client.get({ resource: definition, namespace, name }))
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error instanceof ApiError ? withContext(error, context) : error
  }
}

const createOne = async (session: Session, manifest: MappedManifest, object: JsonObject): Promise<AnyObject> => {
  const { definition, namespace, source } = manifest
  if (dryRunOf(session.flags) === 'client') return object as unknown as AnyObject
  try {
    return await session.request(
      (client) => client.create({ resource: definition, namespace }, object),
      changeOptions(session, MANAGER),
    )
  } catch (error) {
    throw error instanceof ApiError ? withContext(error, `error when creating "${source}"`) : error
  }
}

interface Change {
  readonly current: AnyObject
  readonly patch: JsonObject
  readonly wanted: JsonObject
}

const send = async (session: Session, manifest: MappedManifest, change: Change): Promise<AnyObject> => {
  const { definition, namespace, name, source } = manifest
  if (dryRunOf(session.flags) === 'client') return patched(manifest, change)
  const ref = { resource: definition, namespace, name }
  const type = definition.custom ? 'merge' : 'strategic'
  try {
    return await session.request(
      (client) => client.patch(ref, { type, body: change.patch }),
      changeOptions(session, MANAGER),
    )
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    const mayReplace = error.reason === 'Conflict' || error.reason === 'Invalid'
    if (session.flags.bool('force') && mayReplace) return replace(session, manifest, change)
    const context = `error when applying patch:\n${toJson(change.patch)}\nto:\n${describeTarget(manifest)}\nfor: "${source}": error when patching "${source}"`
    throw withContext(error, context)
  }
}

/** `--force`: deletes the object and creates it anew. */
const replace = async (session: Session, manifest: MappedManifest, { wanted }: Change): Promise<AnyObject> => {
  const { definition, namespace, name } = manifest
  const ref = { resource: definition, namespace, name }
  await session.request((client) => client.delete(ref, { gracePeriodSeconds: 0 }))
  const client = session.connect().client()
  const isGone = await session.flow.waitUntil(() => client.find(ref) === undefined, REPLACE_MS)
  if (!isGone) throw failure('timed out waiting for the condition')
  return createOne(session, manifest, wanted)
}

/** How long `--force` waits for the end of the object, ms. */
const REPLACE_MS = 300_000

const patched = ({ definition }: MappedManifest, { current, patch }: Change): AnyObject =>
  (definition.custom ? mergePatch(current, patch) : strategicMerge(definition.schema, current, patch)) as AnyObject

const describeTarget = ({ definition, name, namespace }: MappedManifest): string => {
  const { group, version, plural, kind } = definition
  return `Resource: "${group}/${version}, Resource=${plural}", GroupVersionKind: "${group}/${version}, Kind=${kind}"\nName: "${name}", Namespace: "${namespace ?? ''}"`
}
