import { ApiError } from '../../api/types/api-error.ts'
import type { AnyObject } from '../../api/types/object.ts'
import type { Command } from '../command.ts'
import { changeOptions, dryRunOf, dryRunSuffix } from '../edit/dry-run.ts'
import { lastApplied, withLastApplied } from '../edit/last-applied.ts'
import { report } from '../edit/report.ts'
import { failure, throwAll, withContext } from '../errors.ts'
import { CHANGE_FLAGS, FILE_FLAGS, PRINT_FLAGS, RECORD_FLAG } from '../flags/global.ts'
import { isNotFound } from '../select/find-objects.ts'
import { kindLabel } from '../select/resource-args.ts'
import { matchingManifests } from '../select/matching-manifests.ts'
import type { MappedManifest } from '../select/manifests.ts'
import { mapManifest } from '../select/map-manifest.ts'
import type { Session } from '../session.ts'

/** `kubectl replace -f`: puts the document in the place of the object; with `--force`, deletes and creates. */
export const replace: Command = {
  summary: 'Replace a resource by file name or stdin',
  usage: '-f FILENAME',
  flags: {
    ...PRINT_FLAGS,
    ...FILE_FLAGS,
    ...CHANGE_FLAGS,
    ...RECORD_FLAG,
    cascade: { type: 'string', initial: 'background', implied: 'background' },
    force: { type: 'bool' },
    'grace-period': { type: 'int', initial: -1 },
    'save-config': { type: 'bool' },
    selector: { type: 'string', short: 'l' },
    timeout: { type: 'duration', initial: '0s' },
    wait: { type: 'bool' },
  },
  run: async (session) => {
    const { flags } = session
    const isForced = flags.bool('force')
    if (flags.int('grace-period') >= 0 && !isForced) throw failure('--grace-period must have --force specified')
    if (flags.durationMs('timeout') !== 0 && !isForced) throw failure('--timeout must have --force specified')
    const manifests = await matchingManifests(session)
    if (manifests.length === 0) throw failure('no objects passed to replace')
    const mapped = manifests.map((manifest) => mapManifest(session, manifest))
    if (isForced) for (const manifest of mapped) await removeOld(session, manifest)
    const errors: unknown[] = []
    for (const manifest of mapped) {
      try {
        const stored = isForced ? await createOne(session, manifest) : await replaceOne(session, manifest)
        await report(session, manifest.definition, stored, 'replaced')
      } catch (error) {
        if (!(error instanceof Error)) throw error
        errors.push(error)
      }
    }
    throwAll(errors)
  },
}

const MANAGER = 'kubectl-replace'

const replaceOne = async (session: Session, manifest: MappedManifest): Promise<AnyObject> => {
  const { definition, namespace, name, source, document } = manifest
  if (dryRunOf(session.flags) === 'client') return document as unknown as AnyObject
  const ref = { resource: definition, namespace, name }
  try {
    return await session.request(
      (client) => client.update(ref, remembering(session, document)),
      changeOptions(session, MANAGER),
    )
  } catch (error) {
    throw error instanceof ApiError ? withContext(error, `error when replacing "${source}"`) : error
  }
}

/** The annotation of `apply` is brought up to date where the document has one, or where it is asked for. */
const remembering = ({ flags }: Session, document: MappedManifest['document']): MappedManifest['document'] => {
  const isKept = lastApplied({ metadata: {}, ...(document as object) }) !== undefined
  return isKept || flags.bool('save-config') ? withLastApplied(document) : document
}

const removeOld = async (session: Session, { definition, namespace, name }: MappedManifest): Promise<void> => {
  const { flags, flow } = session
  const mode = dryRunOf(flags)
  const grace = flags.int('grace-period')
  const ref = { resource: definition, namespace, name }
  try {
    if (mode !== 'client') {
      await session.request(
        (client) => client.delete(ref, { gracePeriodSeconds: grace >= 0 ? grace : 0 }),
        mode === 'server' ? { dryRun: true } : {},
      )
    }
  } catch (error) {
    if (isNotFound(error)) return
    throw error
  }
  session.out(`${kindLabel(definition)} "${name}" deleted${dryRunSuffix(mode)}\n`)
  if (mode !== 'none') return
  const client = session.connect().client()
  const limitMs = flags.durationMs('timeout') || REMOVAL_MS
  const isGone = await flow.waitUntil(() => client.find(ref) === undefined, limitMs)
  if (!isGone) throw failure(`timed out waiting for the condition on ${definition.plural}/${name}`)
}

/** How long the end of the old object is waited for unless told otherwise, ms. */
const REMOVAL_MS = 300_000

const createOne = async (session: Session, manifest: MappedManifest): Promise<AnyObject> => {
  const { definition, namespace, document } = manifest
  const whole = remembering(session, document)
  const { resourceVersion: _version, uid: _uid, ...metadata } = whole['metadata'] as Readonly<Record<string, unknown>>
  const fresh = { ...whole, metadata }
  if (dryRunOf(session.flags) !== 'none') return fresh as unknown as AnyObject
  return session.request(
    (client) => client.create({ resource: definition, namespace }, fresh),
    changeOptions(session, MANAGER),
  )
}
