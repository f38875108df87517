import { ApiError } from '../../api/types/api-error.ts'
import type { JsonObject } from '../../api/merge/json.ts'
import { strategicMerge } from '../../api/merge/strategic-merge.ts'
import { mergePatch } from '../../api/merge/merge-patch.ts'
import type { AnyObject } from '../../api/types/object.ts'
import type { Command } from '../command.ts'
import { changeOptions, dryRunOf } from '../edit/dry-run.ts'
import { LAST_APPLIED, lastApplied, withLastApplied } from '../edit/last-applied.ts'
import { report } from '../edit/report.ts'
import { threeWayPatch } from '../edit/three-way-patch.ts'
import { failure, throwAll, withContext } from '../errors.ts'
import { CHANGE_FLAGS, FILE_FLAGS, PRINT_FLAGS } from '../flags/global.ts'
import { toJson } from '../format/json.ts'
import { isNotFound } from '../select/find-objects.ts'
import { readManifests, type MappedManifest } from '../select/manifests.ts'
import { mapManifest } from '../select/map-manifest.ts'
import type { Session } from '../session.ts'

export const apply: Command = {
  summary: 'Apply a configuration to a resource by file name or stdin',
  usage: '(-f FILENAME | -k DIRECTORY)',
  flags: {
    ...PRINT_FLAGS,
    ...FILE_FLAGS,
    ...CHANGE_FLAGS,
    all: { type: 'bool' },
    cascade: { type: 'string', initial: 'background', implied: 'background' },
    force: { type: 'bool' },
    'force-conflicts': { type: 'bool' },
    'grace-period': { type: 'int', initial: -1 },
    overwrite: { type: 'bool', initial: true },
    prune: { type: 'bool' },
    selector: { type: 'string', short: 'l' },
    'server-side': { type: 'bool' },
    timeout: { type: 'duration', initial: '0s' },
    wait: { type: 'bool' },
  },
  run: async (session) => {
    const { flags } = session
    if (flags.list('filename').length === 0) throw failure('must specify one of -f and -k')
    if (flags.bool('server-side')) throw failure('--server-side is not available in this kubectl; apply without it')
    if (flags.bool('prune')) throw failure('--prune is not available in this kubectl; delete what is not wanted')
    const errors: unknown[] = []
    const mapped: MappedManifest[] = []
    const manifests = await readManifests(session)
    if (manifests.length === 0) throw failure('no objects passed to apply')
    for (const manifest of manifests) {
      await collect(errors, () => mapped.push(mapManifest(session, manifest)))
    }
    for (const manifest of mapped) await collect(errors, () => applyOne(session, manifest))
    throwAll(errors)
  },
}

const collect = async (errors: unknown[], attempt: () => unknown): Promise<void> => {
  try {
    await attempt()
  } catch (error) {
    if (!(error instanceof Error)) throw error
    errors.push(error)
  }
}

const applyOne = async (session: Session, manifest: MappedManifest): Promise<void> => {
  const { definition } = manifest
  const wanted = withLastApplied(manifest.document)
  const current = await currentOf(session, manifest)
  if (current === undefined) {
    await report(session, definition, await createOne(session, manifest, wanted), 'created')
    return
  }
  if (lastApplied(current) === undefined) {
    session.err(
      `Warning: resource ${definition.plural}/${manifest.name} is missing the ${LAST_APPLIED} annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.\n`,
    )
  }
  const schema = definition.custom ? undefined : definition.schema
  const original = lastApplied(current) ?? {}
  const patch = threeWayPatch(schema, { original, modified: wanted, current })
  const changes = Object.keys(patch).length > 0
  const stored = changes ? await send(session, manifest, current, patch) : current
  await report(session, definition, stored, changes ? 'configured' : 'unchanged')
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
      changeOptions(session, 'kubectl-client-side-apply'),
    )
  } catch (error) {
    throw error instanceof ApiError ? withContext(error, `error when creating "${source}"`) : error
  }
}

const send = async (
  session: Session,
  manifest: MappedManifest,
  current: AnyObject,
  patch: JsonObject,
): Promise<AnyObject> => {
  const { definition, namespace, name, source } = manifest
  if (dryRunOf(session.flags) === 'client') return patched(manifest, current, patch)
  try {
    return await session.request(
      (client) =>
        client.patch(
          { resource: definition, namespace, name },
          { type: definition.custom ? 'merge' : 'strategic', body: patch },
        ),
      changeOptions(session, 'kubectl-client-side-apply'),
    )
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    const context = `error when applying patch:\n${toJson(patch)}\nto:\n${describeTarget(manifest)}\nfor: "${source}": error when patching "${source}"`
    throw withContext(error, context)
  }
}

const patched = ({ definition }: MappedManifest, current: AnyObject, patch: JsonObject): AnyObject =>
  (definition.custom ? mergePatch(current, patch) : strategicMerge(definition.schema, current, patch)) as AnyObject

const describeTarget = ({ definition, name, namespace }: MappedManifest): string => {
  const { group, version, plural, kind } = definition
  return `Resource: "${group}/${version}, Resource=${plural}", GroupVersionKind: "${group}/${version}, Kind=${kind}"\nName: "${name}", Namespace: "${namespace ?? ''}"`
}
