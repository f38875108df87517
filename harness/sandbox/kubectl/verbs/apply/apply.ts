import { ApiError } from '../../../api/types/api-error.ts'
import type { AnyObject } from '../../../api/types/object.ts'
import type { Command } from '../../command.ts'
import { withChangeCause } from '../../edit/change-cause.ts'
import { dryRunOf } from '../../edit/dry-run.ts'
import { report } from '../../edit/report.ts'
import { failure, throwAll } from '../../errors.ts'
import { CHANGE_FLAGS, FILE_FLAGS, PRINT_FLAGS, RECORD_FLAG } from '../../flags/global.ts'
import type { Flags } from '../../flags/types.ts'
import { matchingManifests } from '../../select/matching-manifests.ts'
import type { MappedManifest } from '../../select/manifests.ts'
import { mapManifest } from '../../select/map-manifest.ts'
import type { Session } from '../../session.ts'
import { clientSideApply } from './client-side.ts'
import { prune } from './prune.ts'
import { serverSideApply } from './server-side.ts'

/** `kubectl apply -f`. */
export const applyFiles: Command = {
  summary: 'Apply a configuration to a resource by file name or stdin',
  usage: '(-f FILENAME | -k DIRECTORY)',
  flags: {
    ...PRINT_FLAGS,
    ...FILE_FLAGS,
    ...CHANGE_FLAGS,
    ...RECORD_FLAG,
    all: { type: 'bool' },
    cascade: { type: 'string', initial: 'background', implied: 'background' },
    force: { type: 'bool' },
    'force-conflicts': { type: 'bool' },
    'grace-period': { type: 'int', initial: -1 },
    'openapi-patch': { type: 'bool', initial: true },
    overwrite: { type: 'bool', initial: true },
    prune: { type: 'bool' },
    'prune-allowlist': { type: 'array' },
    selector: { type: 'string', short: 'l' },
    'server-side': { type: 'bool' },
    timeout: { type: 'duration', initial: '0s' },
    wait: { type: 'bool' },
  },
  run: async (session) => {
    const { flags } = session
    assertFlags(flags)
    const errors: unknown[] = []
    const mapped: MappedManifest[] = []
    const manifests = await matchingManifests(session)
    if (manifests.length === 0 && !flags.bool('prune')) throw failure('no objects passed to apply')
    for (const manifest of manifests) await collect(errors, () => mapped.push(mapManifest(session, manifest)))
    const kept = new Set<string>()
    for (const manifest of mapped) {
      await collect(errors, async () => kept.add((await applyOne(session, manifest)).metadata.uid))
    }
    throwAll(errors)
    if (flags.bool('prune')) await prune(session, kept, mapped)
  },
}

const assertFlags = (flags: Flags): void => {
  const isServerSide = flags.bool('server-side')
  if (flags.bool('force-conflicts') && !isServerSide) throw failure('--force-conflicts only works with --server-side')
  if (isServerSide && flags.bool('force')) throw failure('--force cannot be used with --server-side')
  if (isServerSide && dryRunOf(flags) === 'client') {
    throw failure("--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)")
  }
  if (dryRunOf(flags) === 'server' && flags.bool('force')) throw failure('--dry-run=server cannot be used with --force')
  if (flags.bool('prune') && !flags.bool('all') && flags.text('selector') === '') {
    throw failure(
      'all resources selected for prune without explicitly passing --all. To prune all resources, pass the --all flag. If you did not mean to prune all resources, specify a label selector',
    )
  }
}

const collect = async (errors: unknown[], attempt: () => unknown): Promise<void> => {
  try {
    await attempt()
  } catch (error) {
    if (!(error instanceof Error)) throw error
    errors.push(error)
  }
}

const applyOne = async (session: Session, given: MappedManifest): Promise<AnyObject> => {
  const { flags } = session
  const manifest = { ...given, document: withChangeCause(session, given.document) }
  const { object, done } = flags.bool('server-side')
    ? await onServer(session, manifest)
    : await clientSideApply(session, manifest)
  await report(session, manifest.definition, object, done)
  return object
}

const onServer = async (session: Session, manifest: MappedManifest) => {
  const manager = session.flags.text('field-manager') || 'kubectl'
  try {
    const object = await serverSideApply(session, manifest, { manager, force: session.flags.bool('force-conflicts') })
    return { object, done: 'serverside-applied' }
  } catch (error) {
    if (!(error instanceof ApiError) || error.reason !== 'Conflict') throw error
    throw failure(`${error.message}\n${HOW_TO_RESOLVE}`)
  }
}

const HOW_TO_RESOLVE = `Please review the fields above--they currently have other managers. Here
are the ways you can resolve this warning:
* If you intend to manage all of these fields, please re-run the apply
  command with the \`--force-conflicts\` flag.
* If you do not intend to manage all of the fields, please edit your
  manifest to remove references to the fields that should keep their
  current managers.
* You may co-own fields by updating your manifest to match the existing
  value; in this case, you'll become the manager if the other manager(s)
  stop managing the field (remove it from their configuration).
See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts`
