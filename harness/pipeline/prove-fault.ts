import { InfrastructureError } from '../domain/errors.ts'
import type { Fault } from '../domain/fault.ts'
import type { Mode, ModeName } from '../domain/mode.ts'
import type { FaultWindow } from '../domain/trial.ts'
import type { OpenCluster } from '../ports/cluster.ts'
import type { Rng } from '../ports/rng.ts'
import { bringUp } from './bring-up.ts'
import { readClusterState } from './cluster-state.ts'
import { planFault, type FaultPlan } from './fault-plan.ts'
import { createLiveFault, type LiveFault } from './live-fault.ts'
import { mustRun } from './must-run.ts'
import { poll } from './poll.ts'
import { showFault } from './show-fault.ts'
import { describeDifference, stateDifferences } from './state-difference.ts'
import { awaitSteadyState } from './steady-state.ts'
import { createSymptom, type Symptom } from './symptom.ts'

/** One proof to make: a fault on one part of its app, by seed and mode. Plain data. */
export interface FaultCase {
  /** Path below `faults/`, without ending. */
  readonly path: string
  readonly fault: Fault
  readonly seed: number
  readonly modeName: ModeName
  readonly mode: Mode
  readonly appManifests: string
}

/** What a fault was held to. */
export interface FaultFinding {
  readonly name: string
  readonly passed: boolean
  readonly detail: string
}

export interface FaultProof {
  readonly path: string
  readonly seed: number
  readonly modeName: ModeName
  readonly workload: string
  readonly findings: readonly FaultFinding[]
  readonly window: FaultWindow | null
}

export const PROOF_NAMESPACE = 'opsskill-exp'
const HOLD_MS = 10 * 60_000
const FADE_WITHIN_MS = 10 * 60_000
const REPLACED_WITHIN_MS = 3 * 60_000
const GONE_WITHIN_MS = 2 * 60_000
/** Names that were asked for before they existed stay unknown to the DNS for half a minute. */
const QUIET_MS = 45_000

/**
 * Proves a fault on a fresh cluster: its symptom is false before, true within its deadline, still true ten minutes later (or gone with
 * its time, where it expires), it survives or ends with the pods as its file says, and nothing of it is left after recovery.
 */
export const proveFault = async (
  { cluster, rng }: { readonly cluster: OpenCluster; readonly rng: Rng },
  { path, fault, seed, modeName, mode, appManifests }: FaultCase,
  signal: AbortSignal,
): Promise<FaultProof> => {
  const { harness, clock } = cluster
  const chance = rng.fork(`proof/${path}/${seed}`)
  const workload = chance.fork('workload').pick(fault.workloads)
  const findings: FaultFinding[] = []
  let window: FaultWindow | null = null
  const hold = async (name: string, look: () => Promise<string>): Promise<boolean> => {
    try {
      findings.push({ name, passed: true, detail: await look() })
      return true
    } catch (error) {
      if (!(error instanceof InfrastructureError)) throw error
      findings.push({ name, passed: false, detail: error.message })
      return false
    }
  }
  const app = { namespace: PROOF_NAMESPACE, manifests: appManifests, releases: ['1'] as const }
  const baseline = await bringUp({ environment: harness, harness, clock }, app, signal)
  await clock.sleep(QUIET_MS, signal)
  const before = await readClusterState({ harness }, signal)
  const plan = planFault({ chance, place: PROOF_NAMESPACE, workload, mode, baseline, atMs: clock.nowMs() }, fault)
  const symptom = createSymptom({ harness, clock, note: () => undefined }, plan)
  const live = createLiveFault({ environment: harness, harness, clock, keepWindow: (kept) => (window = kept) }, plan)
  const seen: Seen = { cluster, plan, live, symptom, signal }
  const isLive =
    (await hold('not there before', () => expectSymptom(seen, false))) &&
    (await hold('shows within its deadline', async () => {
      await showFault({ harness, live, symptom }, plan, signal)
      return 'it shows'
    }))
  if (isLive && plan.expiresAfterMs === null) {
    await clock.sleep(HOLD_MS, signal)
    await hold('still there after 10 min', () => expectSymptom(seen, true))
    await hold(
      fault.replacing_pods_repairs ? 'ends when the pods are replaced' : 'outlives the replacement of the pods',
      () => replacePods(seen, workload, fault.replacing_pods_repairs),
    )
  } else if (isLive) {
    await hold('ends with its time', async () => {
      await live.awaitExpiry(signal)
      await symptom.awaitAbsence(FADE_WITHIN_MS, signal)
      return 'it is gone'
    })
  }
  await hold('gone after recovery', async () => {
    await live.close()
    await symptom.awaitAbsence(FADE_WITHIN_MS, signal)
    await awaitSteadyState({ harness, clock }, PROOF_NAMESPACE, signal)
    return 'it is gone, and the app is steady'
  })
  await hold('nothing is left', () => expectBaseline(seen, before))
  return { path, seed, modeName, workload, findings, window }
}

interface Seen {
  readonly cluster: OpenCluster
  readonly plan: FaultPlan
  readonly live: LiveFault
  readonly symptom: Symptom
  readonly signal: AbortSignal
}

const expectSymptom = async ({ symptom, signal }: Seen, wanted: boolean): Promise<string> => {
  if ((await symptom.shows(signal)) === wanted) return wanted ? 'it shows' : 'it does not show'
  throw new InfrastructureError(wanted ? 'its symptom does not show any more' : 'its symptom shows on the healthy app')
}

/** Deletes the workload's pods; the ones that come after are free of the fault, or are not. */
const replacePods = async ({ cluster, plan, symptom, signal }: Seen, workload: string, repairs: boolean) => {
  const { harness, clock } = cluster
  await mustRun(harness, `kubectl -n ${plan.place} delete pods -l app=${workload} --wait=false`, { signal })
  if (repairs) {
    await symptom.awaitAbsence(FADE_WITHIN_MS, signal)
    return 'it is gone'
  }
  await clock.sleep(REPLACED_WITHIN_MS, signal)
  if (await symptom.shows(signal)) return 'it shows'
  throw new InfrastructureError('its symptom is gone with the pods, which the file denies')
}

const expectBaseline = async (
  { cluster, plan, signal }: Seen,
  before: Awaited<ReturnType<typeof readClusterState>>,
) => {
  const { harness, clock } = cluster
  let left: readonly string[] = []
  const options = { intervalMs: 5_000, deadlineMs: GONE_WITHIN_MS, signal }
  const isSame = await poll({ clock }, options, async () => {
    const after = await readClusterState({ harness }, signal)
    left = stateDifferences(before, after).map(describeDifference)
    return left.length === 0 ? true : undefined
  })
  if (isSame === undefined)
    throw new InfrastructureError(`fault ${plan.fault} left something behind: ${left.join('; ')}`)
  return 'the cluster is as before'
}
