import type { JsonObject } from '../../api/merge/json.ts'
import type { AnyObject } from '../../api/types/object.ts'
import { compareLines } from '../../text-diff/compare-lines.ts'
import { unifiedFormat } from '../../text-diff/unified-format.ts'
import type { Command } from '../command.ts'
import { withoutLastApplied } from '../edit/last-applied.ts'
import { errorText, KubectlError } from '../errors.ts'
import { FILE_FLAGS } from '../flags/global.ts'
import { toYaml } from '../format/yaml.ts'
import { withoutManagedFields } from '../print/printer.ts'
import { isNotFound } from '../select/find-objects.ts'
import { matchingManifests } from '../select/matching-manifests.ts'
import type { MappedManifest } from '../select/manifests.ts'
import { mapManifest } from '../select/map-manifest.ts'
import type { Session } from '../session.ts'
import { patchFor } from './apply/client-side.ts'
import { serverSideApply } from './apply/server-side.ts'

/** `kubectl diff`: what `apply` would change, as `diff -u -N` prints it. Exit code 1: there are differences; 2: an error. */
export const diff: Command = {
  summary: 'Diff the live version against a would-be applied version',
  usage: '-f FILENAME',
  flags: {
    ...FILE_FLAGS,
    concurrency: { type: 'int', initial: 1 },
    'field-manager': { type: 'string' },
    'force-conflicts': { type: 'bool' },
    selector: { type: 'string', short: 'l' },
    'server-side': { type: 'bool' },
    'show-managed-fields': { type: 'bool' },
  },
  run: async (session) => {
    try {
      return await compare(session)
    } catch (error) {
      const text = errorText(error)
      if (text === undefined) throw error
      throw new KubectlError(text, 2)
    }
  },
}

const compare = async (session: Session): Promise<number> => {
  const manifests = (await matchingManifests(session)).map((manifest) => mapManifest(session, manifest))
  const folders = { live: temporary(session, 'LIVE'), merged: temporary(session, 'MERGED') }
  const changes = new Map<string, string>()
  for (const manifest of manifests) {
    const live = await currentOf(session, manifest)
    const merged = await wouldBe(session, manifest, live)
    const [before, after] = hidden(printable(session, live), printable(session, merged))
    const hunks = compareLines(before, after, (line) => line, false)
    if (hunks.length === 0) continue
    const name = fileName(manifest)
    const paths = [`${folders.live}/${name}`, `${folders.merged}/${name}`] as const
    const stamp = timeStamp(session.flow.nowMs())
    const head = `diff -u -N ${paths.join(' ')}\n--- ${paths[0]}\t${stamp}\n+++ ${paths[1]}\t${stamp}\n`
    changes.set(name, head + unifiedFormat(before, after, hunks, 3))
  }
  // diff goes through the folders by name.
  for (const name of [...changes.keys()].sort()) session.out(changes.get(name) ?? '')
  return changes.size > 0 ? 1 : 0
}

const currentOf = async (session: Session, manifest: MappedManifest): Promise<AnyObject | undefined> => {
  const { definition, namespace, name } = manifest
  try {
    return await session.request((client) => client.get({ resource: definition, namespace, name }))
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}

/** The object after an apply, by a dry run on the server. */
const wouldBe = async (session: Session, manifest: MappedManifest, live: AnyObject | undefined): Promise<AnyObject> => {
  const { definition, namespace, name, document } = manifest
  const { flags } = session
  const manager = flags.text('field-manager')
  if (flags.bool('server-side')) {
    const force = flags.bool('force-conflicts')
    return serverSideApply(session, manifest, { manager: manager || 'kubectl', force, dryRun: true })
  }
  const options = { dryRun: true, fieldManager: manager || 'kubectl-client-side-apply' }
  if (live === undefined) {
    return session.request((client) => client.create({ resource: definition, namespace }, document), options)
  }
  const body = patchFor(manifest, withoutLastApplied(document), live)
  if (Object.keys(body).length === 0) return live
  const type = definition.custom ? 'merge' : 'strategic'
  return session.request((client) => client.patch({ resource: definition, namespace, name }, { type, body }), options)
}

const printable = (session: Session, object: AnyObject | undefined): JsonObject | undefined =>
  object === undefined || session.flags.bool('show-managed-fields')
    ? object
    : (withoutManagedFields(object) as JsonObject)

/** The two texts; the values of Secrets are only said to be the same or not. */
const hidden = (before: JsonObject | undefined, after: JsonObject | undefined): readonly [string, string] => {
  const text = (object: JsonObject | undefined): string => (object === undefined ? '' : toYaml(object))
  if ((after ?? before)?.['kind'] !== 'Secret') return [text(before), text(after)]
  const [old, fresh] = [dataOf(before), dataOf(after)]
  const mask = (data: JsonObject, other: JsonObject, side: string): JsonObject =>
    Object.fromEntries(
      Object.entries(data).map(([key, value]) => [key, key in other && other[key] !== value ? `*** (${side})` : '***']),
    )
  const masked = (object: JsonObject | undefined, data: JsonObject): JsonObject | undefined =>
    object === undefined || object['data'] === undefined ? object : { ...object, data }
  return [text(masked(before, mask(old, fresh, 'before'))), text(masked(after, mask(fresh, old, 'after')))]
}

const dataOf = (object: JsonObject | undefined): JsonObject => (object?.['data'] ?? {}) as JsonObject

const fileName = ({ definition, namespace = '', name }: MappedManifest): string => {
  const { group, version, kind } = definition
  return `${group === '' ? '' : `${group}.`}${version}.${kind}.${namespace}.${name}`
}

/** A folder as the temporary ones are called; the digits follow from the time. */
const temporary = ({ flow }: Session, prefix: string): string => {
  let digits = prefix.length
  for (const character of String(flow.nowMs())) digits = (Math.imul(digits, 31) + character.charCodeAt(0)) >>> 0
  return `/tmp/${prefix}-${digits}`
}

const timeStamp = (ms: number): string => {
  const text = new Date(ms).toISOString()
  return `${text.slice(0, 10)} ${text.slice(11, 23)}000000 +0000`
}
