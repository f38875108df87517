import type { Check } from '../domain/check.ts'
import { type CommandOutcome, stdoutOf } from '../domain/command-outcome.ts'
import type { ReportedCheck } from '../domain/execution-report.ts'
import type { CheckRole } from '../domain/trace.ts'
import { checkOutput } from './check-output.ts'
import { runStep, type StepRunner } from './run-step.ts'

/** What came of a list of checks. */
export interface CheckedList {
  readonly reported: readonly ReportedCheck[]
  readonly passed: boolean
  /** The first that failed, with the outcome of its command. */
  readonly failed: { readonly check: ReportedCheck; readonly outcome: CommandOutcome } | null
  /** Standard output by name of the check. */
  readonly outputs: ReadonlyMap<string, string>
}

/** Runs every check of a list, also after one has failed, so that the report shows all that is wrong. */
export const runChecks = async (
  runner: StepRunner,
  checks: readonly Check[],
  role: CheckRole,
): Promise<CheckedList> => {
  const reported: ReportedCheck[] = []
  const outputs = new Map<string, string>()
  let failed: CheckedList['failed'] = null
  for (const check of checks) {
    const { outcome, ran } = await runStep(runner, check)
    const result = checkOutput(check, outcome)
    runner.trace.record({ type: 'check', actor: 'method', role, result })
    const report = { name: check.name, passed: result.passed, detail: result.detail, raw: ran }
    reported.push(report)
    outputs.set(check.name, stdoutOf(outcome))
    if (!result.passed) failed ??= { check: report, outcome }
  }
  return { reported, passed: failed === null, failed, outputs }
}
