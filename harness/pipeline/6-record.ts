import type { EnvironmentIdentity, JudgedTrial, TrialSpec, TrialTimes, VoidTrial } from '../domain/trial.ts'
import type { MethodRun } from './4-run-method.ts'
import type { VerifiedRun } from './5-verify.ts'
import type { Journal } from './journal.ts'

/** A trial that came to its end. */
export interface CompletedTrial {
  readonly openedMs: number
  readonly run: MethodRun
  readonly verified: VerifiedRun
  readonly environment: EnvironmentIdentity
}

/** Stage 6: everything that was observed of a trial, as one record. */
export const recordTrial = (journal: Journal, spec: TrialSpec, completed: CompletedTrial): JudgedTrial => ({
  ...identityOf(journal, spec),
  environment: completed.environment,
  outcome: outcomeOf(completed),
  claim: completed.run.claim,
  verdict: completed.verified.verdict,
  rollback: completed.verified.rollback,
  mutations: completed.verified.mutations,
  times: timesOf(spec, completed),
  commands: completed.run.commands,
})

/** A trial that broke: missing data, with what was seen until then. */
export const recordVoid = (
  journal: Journal,
  spec: TrialSpec,
  { reason, environment }: { readonly reason: string; readonly environment: EnvironmentIdentity },
): VoidTrial => ({ ...identityOf(journal, spec), environment, outcome: 'void', stage: journal.stage, reason })

/** What the oracle says decides; only where it says no does it matter how the method ended. */
export const outcomeOf = ({ run, verified }: Pick<CompletedTrial, 'run' | 'verified'>): JudgedTrial['outcome'] => {
  if (verified.verdict.passed) return 'solved'
  if (run.limit !== null) return 'limit'
  return run.claim.status === 'blocked' ? 'blocked' : 'unsolved'
}

const identityOf = (journal: Journal, { trialId, cellId, task, method, seed, index, draw }: TrialSpec) => ({
  trialId,
  cellId,
  taskId: task.id,
  family: task.family,
  methodName: method.name,
  seed,
  index,
  variantName: draw.variantName,
  namespace: journal.namespace,
  events: [...journal.events],
  faultWindows: [...journal.faultWindows],
})

const timesOf = ({ task }: TrialSpec, { openedMs, run, verified }: CompletedTrial): TrialTimes => ({
  environmentMs: run.startMs - openedMs + (verified.startMs - run.endMs),
  methodMs: run.endMs - run.startMs,
  oracleMs: verified.endMs - verified.startMs,
  toSolveMs: verified.verdict.passed ? solvedAtMs(task.oracle.judges, run, verified) - run.startMs : null,
})

/** A finding is there when it is stated; a state was mended by the method's last change. */
const solvedAtMs = (judges: 'finding' | 'state', run: MethodRun, { mutations }: VerifiedRun): number => {
  const lastChangeMs = mutations.filter(({ denied }) => !denied).at(-1)?.atMs
  return judges === 'state' && lastChangeMs !== undefined ? lastChangeMs : run.endMs
}
