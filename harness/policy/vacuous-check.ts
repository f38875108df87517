import type { Check } from '../domain/check.ts'
import type { JudgedProgram } from './judge-command.ts'
import { judgeStep } from './judge-step.ts'
import type { KubectlCommand } from './kubectl-command.ts'

/** Why a check passes whatever the cluster is like; null for one that can fail. */
export const vacuousReason = (check: Check): string | null => {
  const judgement = judgeStep(check.command)
  if (judgement.status === 'unparsable') return null
  const programs = judgement.programs.filter(({ command }) => command.argv.length > 0)
  if (programs.length > 0 && programs.every(isConstant)) return 'a command that prints a constant'
  if (expectsOutput(check) || (check.expect_exit_code ?? 0) !== 0) return null
  const last = programs.findLast(({ command }) => !command.substituted)
  if (last === undefined) return null
  const name = last.command.argv[0]?.text ?? ''
  if (isConstant(last) || ALWAYS_ZERO.has(name)) return `the exit code of ${name}, which is 0 in any case`
  return last.effect.type === 'kubectl' && isPlainList(last.effect.command)
    ? 'the exit code of a list, which is 0 for an empty one too'
    : null
}

const CONSTANTS = new Set(['echo', 'printf', 'true', ':', 'exit', 'sleep', 'export', 'date'])
const ALWAYS_ZERO = new Set([
  'cat',
  'wc',
  'sort',
  'uniq',
  'head',
  'tail',
  'cut',
  'tr',
  'awk',
  'sed',
  'tee',
  'nl',
  'tac',
  'rev',
  'column',
])

const isConstant = ({ command }: JudgedProgram): boolean => CONSTANTS.has(command.argv[0]?.text ?? '')

const expectsOutput = (check: Check): boolean =>
  check.expect_stdout_contains !== undefined ||
  check.expect_stdout_matches !== undefined ||
  check.expect_jsonpath !== undefined

// `get pods` exits 0 whether there are any or not; `get pod NAME` does not.
const isPlainList = ({ verb, names, kinds }: KubectlCommand): boolean =>
  verb === 'events' ||
  ((verb === 'get' || verb === 'describe') && kinds.length > 0 && names.every((name) => name === '*'))
