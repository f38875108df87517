import { durationMs } from '../domain/duration.ts'
import type { ClassifiedMutation } from '../domain/mutation.ts'
import type { TrialSpec } from '../domain/trial.ts'
import type { RollbackVerdict, Verdict } from '../domain/verdict.ts'
import type { OpenTrial } from './2-open-trial.ts'
import type { MethodRun } from './4-run-method.ts'
import { classifyMutations } from './classify-mutations.ts'
import type { Journal } from './journal.ts'
import { recordNow } from './journal.ts'
import { judgeFinding } from './judge-finding.ts'
import { judgeRollback } from './judge-rollback.ts'
import { judgeState } from './judge-state.ts'
import { awaitNames } from './names-settle.ts'
import { takeSnapshot } from './state-snapshot.ts'

export interface VerifyDependencies {
  readonly open: OpenTrial
  readonly journal: Journal
}

/** What the harness found out about a method's run, and between which cluster times it looked. */
export interface VerifiedRun {
  readonly verdict: Verdict
  readonly rollback: RollbackVerdict
  readonly mutations: readonly ClassifiedMutation[]
  readonly startMs: number
  readonly endMs: number
}

/** Stage 5: after the settle window, judges by the task's oracle (V_hid), the guard and the audit, as the harness's own identity. */
export const verifyRun = async (
  { open, journal }: VerifyDependencies,
  run: MethodRun,
  spec: TrialSpec,
  signal: AbortSignal,
): Promise<VerifiedRun> => {
  journal.enter('verify')
  const { task, draw, mode } = spec
  const { harness, clock, audit } = open.cluster
  const { namespace, scope } = task.card
  const attempted = (await audit.mutations()).filter(({ actor, atMs }) => actor === 'method' && atMs >= run.startMs)
  const mutations = classifyMutations(attempted, { scope, namespace, baseline: open.baseline })
  const rollback = await judgeRollback(
    { stateNow: () => takeSnapshot({ harness }, namespace, signal) },
    { events: journal.events, mutations, before: run.before },
  )
  await clock.sleep(durationMs(mode.settle), signal)
  await awaitNames({ harness, clock, baseline: open.baseline }, namespace, signal)
  const startMs = clock.nowMs()
  const { oracle } = task
  const verdict =
    oracle.judges === 'finding'
      ? judgeFinding(oracle, { claim: run.claim, draw, events: journal.events, mutations })
      : await judgeState({ harness, clock, baseline: open.baseline, mutations }, oracle, spec, signal)
  const note = (role: 'oracle' | 'guard') => (result: Verdict['checks'][number]) =>
    recordNow({ journal, clock }, { type: 'check', actor: 'oracle', role, result })
  verdict.checks.forEach(note('oracle'))
  verdict.guard.forEach(note('guard'))
  return { verdict, rollback, mutations, startMs, endMs: clock.nowMs() }
}
