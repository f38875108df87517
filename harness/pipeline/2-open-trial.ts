import type { TrialSpec } from '../domain/trial.ts'
import type { ClusterPool, OpenCluster, SetUp } from '../ports/cluster.ts'
import type { Rng } from '../ports/rng.ts'
import type { Shell } from '../ports/shell.ts'
import { InfrastructureError } from '../domain/errors.ts'
import { makeNoise } from './ambient-noise.ts'
import { bracket } from './bracket.ts'
import { bringUp } from './bring-up.ts'
import { digest } from './digest.ts'
import { createJournal, type Journal } from './journal.ts'
import { mustRun } from './must-run.ts'
import { fillPlaceholders, placeOf } from './placeholders.ts'
import { recordedShell } from './recorded-shell.ts'
import { type StateSnapshot, takeSnapshot } from './state-snapshot.ts'
import { awaitSteadyState, lookAtSteadyState } from './steady-state.ts'

export interface OpenTrialDependencies {
  readonly pool: ClusterPool
  readonly rng: Rng
  readonly journal: Journal
  /** The environment that the trial was planned for. */
  readonly environmentFingerprint: string
}

/** A cluster with the trial's app on it, healthy. */
export interface OpenTrial {
  readonly cluster: OpenCluster
  /** The trial as it takes place here: in the namespace that the cluster has for it. */
  readonly spec: TrialSpec
  /** The harness's account; commands are recorded as the environment's. */
  readonly environment: Shell
  readonly openedMs: number
  /** The state before anything was broken. */
  readonly baseline: StateSnapshot
}

/**
 * Stage 2: leases a cluster, puts the app on it with one earlier revision, waits until it is steady, and takes the baseline.
 * The cluster is given back however the body ends.
 */
export const withTrial = async <T>(
  { pool, rng, journal, environmentFingerprint }: OpenTrialDependencies,
  spec: TrialSpec,
  signal: AbortSignal,
  body: (open: OpenTrial) => Promise<T>,
): Promise<T> => {
  const { cluster, openedMs, isSetUp } = await openCluster({ pool, rng, journal }, spec, signal)
  journal.place(cluster.namespace)
  return bracket(
    async () => {
      const { identity, clock } = cluster
      if (identity.fingerprint !== environmentFingerprint)
        throw new InfrastructureError(
          `the cluster is ${identity.fingerprint}, the trial was planned for ${environmentFingerprint}: it changed since`,
        )
      const environment = recordedShell({ shell: cluster.harness, clock, journal }, 'environment')
      const placed = placedIn(spec, cluster.namespace)
      const app = isSetUp ? undefined : await putApp({ cluster, environment }, placed.appManifests, signal)
      const steady = await grantAndLook(cluster, app, signal)
      const baseline = await prepareTrial({ cluster, environment, rng }, placed, steady, signal)
      const result = await body({ cluster, spec: placed, environment, openedMs, baseline })
      journal.enter('close')
      return result
    },
    () => cluster.close(),
  )
}

const placedIn = (spec: TrialSpec, namespace: string): TrialSpec =>
  spec.task.card.namespace === namespace
    ? spec
    : { ...spec, task: { ...spec.task, card: { ...spec.task.card, namespace } } }

/** A copy of a cluster that has the app already, where the pool makes copies. */
const openCluster = async (
  { pool, rng, journal }: Pick<OpenTrialDependencies, 'pool' | 'rng' | 'journal'>,
  { task, seed, appManifests, rights }: TrialSpec,
  signal: AbortSignal,
): Promise<{ readonly cluster: OpenCluster; readonly openedMs: number; readonly isSetUp: boolean }> => {
  const { namespace, scope } = task.card
  const mayChange = rights === 'edit' ? rights : scope
  const request = { namespace, mayChange, rng: rng.fork(`cluster/${task.id}/${seed}`) }
  const copied = await pool.openCopy?.(request, setUpOf(appManifests), signal)
  if (copied === undefined) {
    const cluster = await pool.open(request, signal)
    return { cluster, openedMs: cluster.clock.nowMs(), isSetUp: false }
  }
  for (const event of copied.setUp) journal.record(event)
  return { ...copied, isSetUp: true }
}

const setUpOf = (appManifests: string): SetUp => ({
  key: digest(appManifests),
  run: async (cluster, signal) => {
    const journal = createJournal()
    const environment = recordedShell({ shell: cluster.harness, clock: cluster.clock, journal }, 'environment')
    await putApp({ cluster, environment }, appManifests, signal)
    return journal.events
  },
})

const putApp = (
  { cluster, environment }: { readonly cluster: OpenCluster; readonly environment: Shell },
  manifests: string,
  signal: AbortSignal,
): Promise<StateSnapshot> => {
  const { harness, clock, namespace } = cluster
  return bringUp({ environment, harness, clock }, { namespace, manifests, releases: ['1', '2'] }, signal)
}

/** Gives the method its rights. @param app how it was seen last; undefined: in a copy. @returns the state after that, looked at once if at all */
const grantAndLook = async (
  cluster: OpenCluster,
  app: StateSnapshot | undefined,
  signal: AbortSignal,
): Promise<StateSnapshot> => {
  const isLarger = await cluster.grantMethod(signal)
  if (app === undefined) return lookAtSteadyState(cluster, cluster.namespace, signal)
  return isLarger ? takeSnapshot(cluster, cluster.namespace, signal) : app
}

/** Noise, and what the variant wants before the fault. @returns the state at the end */
const prepareTrial = async (
  { cluster, environment, rng }: { readonly cluster: OpenCluster; readonly environment: Shell; readonly rng: Rng },
  { task, draw, noise, seed }: TrialSpec,
  steady: StateSnapshot,
  signal: AbortSignal,
): Promise<StateSnapshot> => {
  const { namespace } = task.card
  const { harness, clock } = cluster
  let baseline = steady
  if (noise !== 'off') {
    const chance = rng.fork(`noise/${task.id}/${seed}`)
    await makeNoise({ environment, clock, rng: chance }, { level: noise, place: namespace, state: baseline }, signal)
    baseline = await awaitSteadyState({ harness, clock }, namespace, signal)
  }
  for (const command of draw.variant.before) {
    await mustRun(environment, fillPlaceholders(command, placeOf(namespace, draw)), { signal, stdin: '' })
    baseline = await awaitSteadyState({ harness, clock }, namespace, signal)
  }
  return baseline
}
