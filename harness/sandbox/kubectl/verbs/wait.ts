import type { AnyObject } from '../../api/types/object.ts'
import type { Command } from '../command.ts'
import { failure, KubectlError, throwAll } from '../errors.ts'
import { FILE_FLAGS, PRINT_FLAGS } from '../flags/global.ts'
import { evaluate } from '../jsonpath/evaluate.ts'
import { parseRelaxedPath } from '../jsonpath/relaxed-path.ts'
import { valueText } from '../jsonpath/render.ts'
import { objectName } from '../print/printer.ts'
import { findObjects, isNotFound } from '../select/find-objects.ts'
import { readResourceArgs } from '../select/resource-args.ts'
import { selectFromFiles } from '../select/select-from-files.ts'

export const wait: Command = {
  summary: 'Wait for a specific condition on one or many resources',
  usage:
    '([-f FILENAME] | resource.group/resource.name | resource.group [(-l label | --all)]) [--for=create|--for=delete|--for condition=available|--for=jsonpath=JSONPATH[=VALUE]]',
  flags: {
    ...PRINT_FLAGS,
    ...FILE_FLAGS,
    all: { type: 'bool' },
    'all-namespaces': { type: 'bool', short: 'A' },
    'field-selector': { type: 'string' },
    for: { type: 'string' },
    local: { type: 'bool' },
    selector: { type: 'string', short: 'l' },
    timeout: { type: 'duration', initial: '30s' },
  },
  run: async (session) => {
    const { flags, flow } = session
    const condition = conditionOf(flags.text('for'))
    const scope = {
      allNamespaces: flags.bool('all-namespaces'),
      labelSelector: flags.text('selector'),
      fieldSelector: flags.text('field-selector'),
    }
    const fromFiles = flags.list('filename').length > 0
    if (flags.args.length === 0 && !fromFiles)
      throw failure('arguments in resource/name form may not have more than one slash')
    const findings = fromFiles
      ? await selectFromFiles(session)
      : await findObjects(session, readResourceArgs(session.connect().registry, flags.args), scope)
    const problems = condition.isDeletion ? findings.errors.filter((error) => !isNotFound(error)) : findings.errors
    throwAll(problems)
    const targets = findings.found.flatMap(({ definition, objects }) =>
      objects.map((object) => ({ definition, object })),
    )
    if (targets.length === 0) {
      if (condition.isDeletion) return
      throw failure('no matching resources found')
    }
    const client = session.connect().client()
    const timeoutMs = flags.durationMs('timeout')
    const limitMs = timeoutMs < 0 ? WEEK_MS : timeoutMs
    const late: string[] = []
    for (const { definition, object } of targets) {
      const { name, namespace, uid } = object.metadata
      const holds = (): boolean => {
        const now = client.find({ resource: definition, namespace, name })
        if (condition.isDeletion) return now?.metadata.uid !== uid
        return now !== undefined && condition.holds(now)
      }
      const isMet = await flow.waitUntil(holds, limitMs)
      if (isMet) session.out(`${objectName(definition, name)} condition met\n`)
      else late.push(`timed out waiting for the condition on ${definition.plural}/${name}`)
    }
    if (late.length === 1) throw failure(late.join(''))
    if (late.length > 1) throw new KubectlError(late.join('\n'))
  },
}

const WEEK_MS = 7 * 24 * 3_600_000

interface WaitCondition {
  readonly isDeletion: boolean
  readonly holds: (object: AnyObject) => boolean
}

/** Reads `--for`. @throws {KubectlError} */
const conditionOf = (text: string): WaitCondition => {
  if (text.toLowerCase() === 'delete') return { isDeletion: true, holds: () => false }
  if (text.toLowerCase() === 'create') return { isDeletion: false, holds: () => true }
  const [, kind = '', rest = ''] = /^([^=]+)=([\s\S]*)$/.exec(text) ?? []
  switch (kind) {
    case 'condition': {
      const [type = '', value = 'true'] = rest.split('=')
      return { isDeletion: false, holds: (object) => hasCondition(object, type, value) }
    }
    case 'jsonpath':
      return { isDeletion: false, holds: pathCondition(rest) }
    default:
      throw failure(`unrecognized condition: "${text}"`)
  }
}

interface Conditions {
  readonly observedGeneration?: number
  readonly conditions?: readonly {
    readonly type: string
    readonly status: string
    readonly observedGeneration?: number
  }[]
}

const hasCondition = (object: AnyObject, type: string, value: string): boolean => {
  const status = object['status'] as Conditions | undefined
  const found = status?.conditions?.find((condition) => condition.type.toLowerCase() === type.toLowerCase())
  if (found === undefined) return false
  const observed = found.observedGeneration ?? status?.observedGeneration
  if (observed !== undefined && observed < (object.metadata.generation ?? 0)) return false
  return found.status.toLowerCase() === value.toLowerCase()
}

const pathCondition = (text: string): ((object: AnyObject) => boolean) => {
  const [, path = '', value] = /^('?\{[\s\S]*?\}'?|[^=]+)(?:=([\s\S]*))?$/.exec(text) ?? []
  const nodes = parseRelaxedPath(path.replaceAll("'", ''))
  const wanted = value?.replace(/^(["'])([\s\S]*)\1$/, '$2')
  return (object) => {
    const [found, ...others] = evaluate(nodes, object)
    if (others.length > 0) throw failure('given jsonpath expression matches more than one value')
    if (found === undefined) return false
    if (typeof found === 'object' && found !== null)
      throw failure('jsonpath leads to a nested object or list which is not supported')
    return wanted === undefined || valueText(found) === wanted
  }
}
