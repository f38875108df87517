import type { Claim } from '../domain/claim.ts'
import type { Mutation } from '../domain/mutation.ts'
import type { JudgedTrial, TrialRecord, TrialSpec, VoidTrial } from '../domain/trial.ts'
import { runTrial } from '../pipeline/run-trial.ts'
import type { LoopContext } from '../ports/loop.ts'
import { anEnvironment, aTask, aTrialSpec } from './a-trial.ts'
import { anRng } from './an-rng.ts'
import type { FakeCluster, FakeClusterOptions } from './fake-cluster.ts'
import { createFakeCluster } from './fake-cluster.ts'

export type Work = (context: LoopContext, cluster: FakeCluster) => Promise<Claim>

export interface Scenario extends FakeClusterOptions {
  readonly spec?: TrialSpec
  readonly work?: Work
  readonly signal?: AbortSignal
  readonly fingerprint?: string
}

/** Runs one trial through the whole pipe on a fake cluster. */
export const play = async (
  scenario: Scenario = {},
): Promise<{ readonly record: TrialRecord; readonly cluster: FakeCluster }> => {
  const { spec = aTrialSpec(), work = async () => idle, fingerprint = anEnvironment.fingerprint } = scenario
  const cluster = createFakeCluster(scenario)
  const record = await runTrial(
    {
      pool: cluster.pool,
      rng: anRng(),
      environment: { ...anEnvironment, fingerprint },
      loopOf: () => ({ run: (context) => work(context, cluster) }),
    },
    spec,
    scenario.signal ?? new AbortController().signal,
  )
  return { record, cluster }
}

/** @throws when the trial is void */
export const judged = async (scenario: Scenario): Promise<JudgedTrial> => {
  const { record } = await play(scenario)
  if (record.outcome === 'void') throw new Error(`void in ${record.stage}: ${record.reason}`)
  return record
}
/** @throws unless the trial is void */
export const voided = async (scenario: Scenario): Promise<VoidTrial & { readonly cluster: FakeCluster }> => {
  const { record, cluster } = await play(scenario)
  if (record.outcome !== 'void') throw new Error(`expected a void trial, not ${record.outcome}`)
  return { ...record, cluster }
}

export const idle: Claim = { status: 'unsolved', summary: 'did nothing' }
export const run = (context: LoopContext, command: string) => context.shell.exec(command, { timeoutMs: 30_000 })
/** A change by the method: `demo-app` is patched. */
export const aChange = (atMs: number, overrides: Partial<Mutation> = {}): Mutation => ({
  atMs,
  actor: 'method',
  denied: false,
  verb: 'patch',
  kind: 'Deployment',
  name: 'demo-app',
  namespace: 'shop',
  paths: ['spec.replicas'],
  ...overrides,
})

/** Judged by its state: one check, three requests. */
export const aRecoveryTask = aTask({
  oracle: {
    judges: 'state',
    checks: [
      { name: 'pods are there', command: 'kubectl -n __NAMESPACE__ get pods', expect_stdout_contains: 'Running' },
    ],
    stable_for: '95s',
    requests: [{ service: 'demo-app', count: 3, interval: '1s' }],
    allowed_changes: [],
  },
})
