import type { CheckResult } from '../domain/check.ts'
import { durationMs } from '../domain/duration.ts'
import type { ClassifiedMutation } from '../domain/mutation.ts'
import type { StateOracle } from '../domain/task.ts'
import type { TrialSpec } from '../domain/trial.ts'
import type { Verdict } from '../domain/verdict.ts'
import type { Clock } from '../ports/clock.ts'
import type { Shell } from '../ports/shell.ts'
import { guardState } from './guard-state.ts'
import { fillPlaceholders, placeOf } from './placeholders.ts'
import { probeRequests } from './probe-requests.ts'
import { runTogether } from './run-check.ts'
import type { StateSnapshot } from './state-snapshot.ts'
import { takeSnapshot } from './state-snapshot.ts'

export interface StateCase {
  readonly harness: Shell
  readonly clock: Clock
  readonly baseline: StateSnapshot
  /** The method's. */
  readonly mutations: readonly ClassifiedMutation[]
}

/**
 * Judges the state of the app over a window: requests are sent during it, the guard compares its two ends with the baseline, and the
 * checks are made together at its end.
 */
export const judgeState = async (
  { harness, clock, baseline, mutations }: StateCase,
  oracle: StateOracle,
  { task, draw, mode }: TrialSpec,
  signal: AbortSignal,
): Promise<Verdict> => {
  const { namespace } = task.card
  const { checks, requests, allowed_changes: allowedChanges } = fillPlaceholders(oracle, placeOf(namespace, draw))
  const endMs = clock.nowMs() + Math.max(durationMs(oracle.stable_for), durationMs(mode.oracle))
  const start = await takeSnapshot({ harness }, namespace, signal)
  const answers: CheckResult[] = []
  for (const probe of requests) answers.push(await probeRequests({ shell: harness, clock }, probe, namespace, signal))
  await clock.sleep(Math.max(0, endMs - clock.nowMs()), signal)
  const end = await takeSnapshot({ harness }, namespace, signal)
  const results = await runTogether({ shell: harness }, checks, signal)
  const guard = [...guardState({ baseline, start, end, allowedChanges, namespace, mutations }), ...answers]
  const [first, ...others] = results
  if (first === undefined) throw new RangeError(`task ${task.id}: an oracle without checks judges nothing`)
  return { passed: [...results, ...guard].every(({ passed }) => passed), checks: [first, ...others], guard }
}
