import { durationMs } from '../domain/duration.ts'
import { InfrastructureError } from '../domain/errors.ts'
import type { FaultWindow, TrialSpec } from '../domain/trial.ts'
import type { Rng } from '../ports/rng.ts'
import type { OpenTrial } from './2-open-trial.ts'
import { bracket } from './bracket.ts'
import { injectChaos, recoverChaos } from './chaos-object.ts'
import { planFault } from './fault-plan.ts'
import type { FaultPlan } from './fault-plan.ts'
import type { Journal } from './journal.ts'
import { mustRun } from './must-run.ts'
import { awaitSteadyState } from './steady-state.ts'
import { createSymptom } from './symptom.ts'

export interface InjectDependencies {
  readonly open: OpenTrial
  readonly rng: Rng
  readonly journal: Journal
}

/** How long the symptom may take to fade once its fault is gone: restarts back off for up to five minutes. */
const FADE_WITHIN_MS = 10 * 60_000

/**
 * Stage 3: breaks the app as the trial drew it, and runs the body once the fault is known to be live (or, where the variant says so, to
 * have been live and recovered). The fault is removed however the body ends, deaf to aborts.
 * @throws {InfrastructureError} when the fault was not injected, or did not show
 */
export const withFault = async <T>(
  { open, rng, journal }: InjectDependencies,
  spec: TrialSpec,
  signal: AbortSignal,
  body: () => Promise<T>,
): Promise<T> => {
  journal.enter('inject')
  const { clock } = open.cluster
  const observationMs = durationMs(spec.mode.observation)
  if (spec.fault === null) {
    await clock.sleep(observationMs, signal)
    return body()
  }
  const plan = planFault({ rng }, spec, spec.fault, open.baseline)
  const symptom = createSymptom({ open, journal }, plan)
  await mustRun(open.environment, `kubectl create namespace ${plan.namespace}`, { signal })
  if (await symptom.shows(signal))
    throw new InfrastructureError(`fault ${plan.fault}: its symptom shows before it is injected`)
  const live = createLiveFault({ open, journal }, plan)
  return bracket(async () => {
    await live.inject(signal)
    live.seen(await symptom.awaitPresence(plan.symptomDeadlineMs, signal))
    await clock.sleep(observationMs, signal)
    if (spec.draw.variant.fault_state === 'removed') {
      await live.recover()
      await symptom.awaitAbsence(FADE_WITHIN_MS, signal)
      await awaitSteadyState({ harness: open.cluster.harness, clock }, spec.task.card.namespace, signal)
    }
    const result = await body()
    journal.enter('close')
    return result
  }, live.close)
}

/** The fault's times, and its way out: recovering twice is recovering once. */
const createLiveFault = ({ open, journal }: Omit<InjectDependencies, 'rng'>, plan: FaultPlan) => {
  const { environment, cluster } = open
  const chaos = { environment, harness: cluster.harness, clock: cluster.clock }
  let window: FaultWindow = {
    fault: plan.fault,
    objectName: plan.manifest.metadata.name,
    requestedMs: cluster.clock.nowMs(),
    injectedMs: null,
    symptomMs: null,
    recoveredMs: null,
    note: '',
  }
  const recover = async (): Promise<void> => {
    if (window.recoveredMs !== null) return
    await recoverChaos(chaos, plan.manifest, plan.namespace)
    window = { ...window, recoveredMs: cluster.clock.nowMs() }
  }
  return {
    inject: async (signal: AbortSignal): Promise<void> => {
      window = { ...window, requestedMs: cluster.clock.nowMs() }
      await injectChaos(chaos, plan.manifest, plan.namespace, signal)
      window = { ...window, injectedMs: cluster.clock.nowMs() }
    },
    seen: (symptomMs: number): void => {
      window = { ...window, symptomMs }
    },
    recover,
    /** Recovers, and keeps the times even when that fails. */
    close: async (): Promise<void> => {
      try {
        await recover()
      } catch (error) {
        window = { ...window, note: error instanceof Error ? error.message : String(error) }
        throw error
      } finally {
        journal.keepWindow(window)
      }
    },
  }
}
