import { durationMs } from '../domain/duration.ts'
import { InfrastructureError } from '../domain/errors.ts'
import type { TrialSpec } from '../domain/trial.ts'
import type { Rng } from '../ports/rng.ts'
import type { OpenTrial } from './2-open-trial.ts'
import { bracket } from './bracket.ts'
import { planFault } from './fault-plan.ts'
import type { Journal } from './journal.ts'
import { recordNow } from './journal.ts'
import { createLiveFault } from './live-fault.ts'
import { showFault } from './show-fault.ts'
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
 * have been live and gone again, by recovery or, where it expires, by itself). It is removed however the body ends, deaf to aborts.
 * @throws {InfrastructureError} when the fault was not injected, or did not show
 */
export const withFault = async <T>(
  { open, rng, journal }: InjectDependencies,
  spec: TrialSpec,
  signal: AbortSignal,
  body: () => Promise<T>,
): Promise<T> => {
  journal.enter('inject')
  const { clock, harness } = open.cluster
  const { task, draw, seed, mode } = spec
  const observationMs = durationMs(mode.observation)
  if (spec.fault === null) {
    await clock.sleep(observationMs, signal)
    return body()
  }
  const chance = rng.fork(`fault/${task.id}/${seed}`)
  const place = task.card.namespace
  const plan = planFault(
    { chance, place, workload: draw.workload, mode, baseline: open.baseline, atMs: clock.nowMs() },
    spec.fault,
  )
  const symptom = createSymptom(
    {
      harness,
      clock,
      note: (result) => recordNow({ journal, clock }, { type: 'check', actor: 'environment', role: 'symptom', result }),
    },
    plan,
  )
  if (await symptom.shows(signal))
    throw new InfrastructureError(`fault ${plan.fault}: its symptom shows before it is injected`)
  const { environment } = open
  const live = createLiveFault({ environment, harness, clock, keepWindow: journal.keepWindow }, plan)
  return bracket(async () => {
    await showFault({ harness, live, symptom }, plan, signal)
    await clock.sleep(observationMs, signal)
    if (draw.variant.fault_state === 'removed') {
      if (plan.expiresAfterMs === null) await live.recover()
      else await live.awaitExpiry(signal)
      await symptom.awaitAbsence(FADE_WITHIN_MS, signal)
      await awaitSteadyState({ harness, clock }, place, signal)
    }
    const result = await body()
    journal.enter('close')
    return result
  }, live.close)
}
