import type { CheckResult } from '../domain/check.ts'
import type { ExecutionReport } from '../domain/execution-report.ts'

/** What the skill's own success criteria came to: one signal, since they share their author. */
export const lookAtReport = ({ success_criteria }: ExecutionReport): readonly CheckResult[] =>
  success_criteria.map(({ name, passed, detail, raw }) => ({
    name,
    command: raw.command,
    signal: 'success-criteria',
    passed,
    detail,
    exitCode: raw.returncode,
    stdout: raw.stdout,
    stderr: raw.stderr,
  }))
