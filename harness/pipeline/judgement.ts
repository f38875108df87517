import type { CheckResult } from '../domain/check.ts'

/** A result of the oracle's own reasoning over what was observed: it passes when there are no problems. */
export const judgement = (name: string, problems: readonly string[], satisfied: string): CheckResult => ({
  name,
  command: '',
  passed: problems.length === 0,
  detail: problems.length === 0 ? satisfied : problems.join('; '),
  exitCode: null,
  stdout: '',
  stderr: '',
})
