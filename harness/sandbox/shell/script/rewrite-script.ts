import { parse } from 'just-bash'
import type { TransformPlugin } from 'just-bash'
import { mendCommand, mendExpansion } from './mend-arithmetic.ts'
import { holds, isNamed, mendBreak, mendCommandName, mendQuotedDefault, mendRequired } from './mend-syntax.ts'
import type { Node } from './mend-syntax.ts'
import { remembering } from './remember-variables.ts'
import { STAND_INS } from './stand-in-names.ts'

/** A job was put in the background. */
export class BackgroundRefused extends Error {
  override readonly name = 'BackgroundRefused'
}

/**
 * Makes a script independent of the machine that runs the harness: `$RANDOM` and the clock's variables ask the simulation, `time`
 * measures cluster time, and jobs in the background are refused instead of silently being waited for.
 * @throws {BackgroundRefused}
 */
export const rewriteScript: TransformPlugin = {
  name: 'cluster-time',
  transform: ({ ast }) => ({ ast: (holds(ast, isTrap) ? remembering(rewrite(ast)) : rewrite(ast)) as typeof ast }),
}

const VARIABLES: Readonly<Record<string, string>> = {
  RANDOM: STAND_INS.chance,
  SRANDOM: STAND_INS.chance,
  SECONDS: `${STAND_INS.clock} SECONDS`,
  EPOCHSECONDS: `${STAND_INS.clock} EPOCHSECONDS`,
  EPOCHREALTIME: `${STAND_INS.clock} EPOCHREALTIME`,
}

/** The same tree if nothing in it needs a change. */
const rewrite = (value: unknown): unknown => {
  if (Array.isArray(value)) return rewriteAll(value)
  if (typeof value !== 'object' || value === null) return value
  const node = value as Node
  switch (node['type']) {
    case 'Statement':
      if (node['background'] === true) throw new BackgroundRefused(BACKGROUND)
      return rewriteFields(node)
    case 'Pipeline':
      return node['timed'] === true
        ? timed(rewriteFields({ ...node, timed: false }), node['timePosix'] === true)
        : rewriteFields(node)
    case 'ParameterExpansion': {
      const command = VARIABLES[String(node['parameter'])]
      if (command === undefined || node['operation'] !== null) return rewriteFields(mendRequired(node))
      return { type: 'CommandSubstitution', body: parse(command), legacy: false }
    }
    case 'ArithVariable': {
      const command = VARIABLES[String(node['name'])]
      return command === undefined ? node : { type: 'ArithCommandSubst', command }
    }
    case 'SimpleCommand':
      return rewriteFields(mendCommandName(withTrap(node)))
    case 'DoubleQuoted':
      return rewriteFields(mendQuotedDefault(node))
    case 'For':
    case 'CStyleFor':
    case 'While':
    case 'Until':
      return rewriteFields(mendBreak(node))
    case 'ArithmeticExpansion':
      return rewriteFields(mendExpansion(node))
    case 'ArithmeticCommand':
      return rewriteFields(mendCommand(node))
    case 'ArithmeticExpression': {
      const rewritten = rewriteFields(node)
      return rewritten === node ? node : { type: 'ArithmeticExpression', expression: rewritten['expression'] }
    }
  }
  return rewriteFields(node)
}

const BACKGROUND =
  'background jobs (&) are not supported on this host: run the command in the foreground, with `timeout` if it does not end'

/** The shell has no `trap` of its own. */
const withTrap = (node: Node): Node =>
  isTrap(node) ? { ...node, name: { type: 'Word', parts: [{ type: 'Literal', value: STAND_INS.trap }] } } : node

const isTrap = (node: Node): boolean => isNamed(node, 'trap')

const rewriteAll = (values: readonly unknown[]): readonly unknown[] => {
  const rewritten = values.map(rewrite)
  return rewritten.some((item, index) => item !== values[index]) ? rewritten : values
}

const rewriteFields = (node: Node): Node => {
  let changed: Record<string, unknown> | undefined
  for (const [key, value] of Object.entries(node)) {
    if (typeof value !== 'object' || value === null) continue
    const rewritten = rewrite(value)
    if (rewritten !== value) (changed ??= { ...node })[key] = rewritten
  }
  return changed ?? node
}

/** `{ stopwatch start; pipeline; stopwatch stop $?; }`, as one pipeline. */
const timed = (pipeline: Node, isPosix: boolean): unknown => {
  const format = isPosix ? ' -p' : ''
  const frame = parse(`{ ${STAND_INS.stopwatch} start; :; ${STAND_INS.stopwatch} stop $?${format}; }`)
  const outer = frame.statements[0]?.pipelines[0]
  const group = outer?.commands[0]
  if (outer === undefined || group?.type !== 'Group') throw new Error('the frame of a timed pipeline is not a group')
  const body = group.body.map((statement, index) => (index === 1 ? { ...statement, pipelines: [pipeline] } : statement))
  return { ...outer, commands: [{ ...group, body }] }
}
