import { ApiError } from '../../api/types/api-error.ts'
import type { AnyObject } from '../../api/types/object.ts'
import type { DeleteOptions } from '../../api/types/request.ts'
import type { ResourceDefinition } from '../../api/types/resource.ts'
import type { Command } from '../command.ts'
import { dryRunOf, dryRunSuffix } from '../edit/dry-run.ts'
import { failure, NOTHING_GIVEN, throwAll } from '../errors.ts'
import { CHANGE_FLAGS, FILE_FLAGS } from '../flags/global.ts'
import type { Flags } from '../flags/types.ts'
import { findObjects, isNotFound, type Findings } from '../select/find-objects.ts'
import { kindLabel, readResourceArgs } from '../select/resource-args.ts'
import { selectFromFiles } from '../select/select-from-files.ts'
import type { Session } from '../session.ts'

export const deleteCommand: Command = {
  summary: 'Delete resources by file names, stdin, resources and names, or by resources and label selector',
  usage: '([-f FILENAME] | [-k DIRECTORY] | TYPE [(NAME | -l label | --all)])',
  flags: {
    ...FILE_FLAGS,
    ...CHANGE_FLAGS,
    all: { type: 'bool' },
    'all-namespaces': { type: 'bool', short: 'A' },
    cascade: { type: 'string', initial: 'background', implied: 'background' },
    'field-selector': { type: 'string' },
    force: { type: 'bool' },
    'grace-period': { type: 'int', initial: -1 },
    'ignore-not-found': { type: 'bool' },
    interactive: { type: 'bool', short: 'i' },
    now: { type: 'bool' },
    output: { type: 'string', short: 'o' },
    raw: { type: 'string' },
    selector: { type: 'string', short: 'l' },
    timeout: { type: 'duration', initial: '0s' },
    wait: { type: 'bool', initial: true },
  },
  run: async (session) => {
    const { flags } = session
    const isForced = flags.bool('force')
    if (isForced && dryRunOf(flags) === 'none') {
      session.err(
        'Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.\n',
      )
    }
    const { found, errors } = await select(session)
    const ignoresMissing = flags.bool('ignore-not-found') || flags.bool('all') || flags.text('selector') !== ''
    const problems = errors.filter((error) => !(ignoresMissing && isNotFound(error)))
    const gone: Deleted[] = []
    let isAny = false
    for (const { definition, objects } of found) {
      for (const object of objects) {
        isAny = true
        try {
          gone.push(await deleteOne(session, definition, object))
        } catch (error) {
          if (!(error instanceof ApiError)) throw error
          if (!(ignoresMissing && isNotFound(error))) problems.push(error)
        }
      }
    }
    if (!isAny && problems.length === 0 && found.some(({ isList }) => isList)) session.out('No resources found\n')
    throwAll(problems)
    if (flags.bool('wait') && !isForcedNow(flags) && dryRunOf(flags) === 'none') await waitUntilGone(session, gone)
  },
}

interface Deleted {
  readonly definition: ResourceDefinition
  readonly object: AnyObject
}

const select = async (session: Session): Promise<Findings> => {
  const { flags } = session
  if (flags.list('filename').length > 0) return selectFromFiles(session)
  if (flags.args.length === 0) throw failure(NOTHING_GIVEN)
  const wanted = readResourceArgs(session.connect().registry, flags.args)
  const isSelective = flags.bool('all') || flags.text('selector') !== '' || flags.text('field-selector') !== ''
  const isNamed = wanted.some(({ name }) => name !== undefined)
  if (!isNamed && !isSelective) throw failure('resource(s) were provided, but no name was specified')
  if (isNamed && flags.bool('all')) throw failure('name cannot be provided when a selector is specified')
  return findObjects(session, wanted, {
    allNamespaces: flags.bool('all-namespaces'),
    labelSelector: flags.text('selector'),
    fieldSelector: flags.text('field-selector'),
  })
}

const isForcedNow = (flags: Flags): boolean => flags.bool('force') && flags.given('wait') && !flags.bool('wait')

const deleteOne = async (session: Session, definition: ResourceDefinition, object: AnyObject): Promise<Deleted> => {
  const { flags } = session
  const mode = dryRunOf(flags)
  const { name, namespace } = object.metadata
  if (mode !== 'client') {
    await session.request(
      (client) => client.delete({ resource: definition, namespace, name }, deleteOptions(flags)),
      mode === 'server' ? { dryRun: true } : {},
    )
  }
  const verb = flags.bool('force') ? 'force deleted' : 'deleted'
  session.out(
    flags.text('output') === 'name'
      ? `${kindLabel(definition)}/${name}\n`
      : `${kindLabel(definition)} "${name}" ${verb}${dryRunSuffix(mode)}\n`,
  )
  return { definition, object }
}

const deleteOptions = (flags: Flags): DeleteOptions => {
  const given = flags.int('grace-period')
  const gracePeriodSeconds = flags.bool('now') ? 1 : given >= 0 ? given : flags.bool('force') ? 0 : undefined
  return {
    propagation: propagationOf(flags.text('cascade')),
    ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
  }
}

const propagationOf = (cascade: string): NonNullable<DeleteOptions['propagation']> => {
  switch (cascade) {
    case 'background':
    case 'true':
      return 'Background'
    case 'foreground':
      return 'Foreground'
    case 'orphan':
    case 'false':
      return 'Orphan'
    default:
      throw failure(`invalid cascade value (${cascade}). Must be "background", "foreground", or "orphan"`)
  }
}

/** Waits until objects are gone, or others of the same name have taken their place. */
const waitUntilGone = async (session: Session, gone: readonly Deleted[]): Promise<void> => {
  const { flow, flags } = session
  const limitMs = flags.durationMs('timeout') > 0 ? flags.durationMs('timeout') : Number.POSITIVE_INFINITY
  const untilMs = flow.nowMs() + limitMs
  const client = session.connect().client()
  const errors: unknown[] = []
  for (const { definition, object } of gone) {
    const { name, namespace, uid } = object.metadata
    const isGone = (): boolean => {
      try {
        return client.find({ resource: definition, namespace, name })?.metadata.uid !== uid
      } catch (error) {
        // Who may delete but not read cannot wait: kubectl then does not.
        if (error instanceof ApiError) return true
        throw error
      }
    }
    const isDone = await flow.waitUntil(isGone, Math.max(0, untilMs - flow.nowMs()))
    if (!isDone) errors.push(failure(`timed out waiting for the condition on ${definition.plural}/${name}`))
  }
  throwAll(errors)
}
