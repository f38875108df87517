import type { FaultWindow } from '../domain/trial.ts'
import type { FaultPlan } from './fault-plan.ts'
import { closeFaultHome, openFaultHome } from './fault-home.ts'
import { type ChaosDependencies, injectChaos } from './inject-chaos.ts'
import { runMutation } from './run-mutation.ts'
import { persist } from './persist.ts'
import { readTouched } from './touched-objects.ts'
import { goBack, type WayBack, wayBackOf } from './way-back.ts'

/** A fault on its way in and out, and its times. Recovering twice is recovering once. */
export interface LiveFault {
  /** Takes all steps of its timeline; each is in effect when this returns, as far as its objects tell. */
  readonly inject: (signal: AbortSignal) => Promise<void>
  readonly seen: (symptomMs: number) => void
  /** For faults that expire: waits until their time is up. */
  readonly awaitExpiry: (signal: AbortSignal) => Promise<void>
  readonly recover: () => Promise<void>
  /** Recovers, removes what the injection made for itself, and keeps the times even when that fails. */
  readonly close: () => Promise<void>
}

interface Dependencies extends ChaosDependencies {
  readonly keepWindow: (window: FaultWindow) => void
}

export const createLiveFault = (dependencies: Dependencies, plan: FaultPlan): LiveFault => {
  const { clock, harness, keepWindow } = dependencies
  let window: FaultWindow = {
    fault: plan.fault,
    objectName: plan.objectName,
    requestedMs: clock.nowMs(),
    injectedMs: null,
    symptomMs: null,
    expiredMs: null,
    recoveredMs: null,
    note: '',
  }
  let way: WayBack | null = null

  const endMs = (): number | null => (plan.expiresAfterMs === null ? null : window.requestedMs + plan.expiresAfterMs)

  const noteExpiry = (): void => {
    const atMs = endMs()
    if (window.injectedMs !== null && atMs !== null && atMs <= clock.nowMs()) window = { ...window, expiredMs: atMs }
  }

  const recover = async (): Promise<void> => {
    if (way === null || window.recoveredMs !== null) return
    noteExpiry()
    const note = await goBack(dependencies, way)
    window = { ...window, recoveredMs: clock.nowMs(), note }
  }

  return {
    inject: async (signal) => {
      way = wayBackOf(plan, await readTouched({ harness }, plan.touches, plan.place, signal))
      await openFaultHome(dependencies, way, signal)
      const startMs = clock.nowMs()
      window = { ...window, requestedMs: startMs }
      for (const step of plan.steps) {
        const waitMs = startMs + step.atMs - clock.nowMs()
        if (waitMs > 0) await clock.sleep(waitMs, signal)
        if ('chaos' in step) await injectChaos(dependencies, step.chaos, plan.home, signal)
        else for (const mutation of step.mutations) await runMutation(dependencies, mutation, plan.place, signal)
      }
      window = { ...window, injectedMs: clock.nowMs() }
    },
    seen: (symptomMs) => {
      window = { ...window, symptomMs }
    },
    awaitExpiry: async (signal) => {
      const leftMs = (endMs() ?? 0) - clock.nowMs()
      if (leftMs > 0) await clock.sleep(leftMs, signal)
      noteExpiry()
    },
    recover,
    close: async () => {
      try {
        const failures: string[] = []
        await persist({ clock, failed: ({ message }) => failures.push(message) }, async () => {
          await recover()
          if (way !== null) await closeFaultHome(dependencies, way.home)
        })
        const note = [window.note, ...failures].filter(Boolean).join('; ')
        window = { ...window, note }
      } catch (error) {
        window = { ...window, note: error instanceof Error ? error.message : String(error) }
        throw error
      } finally {
        keepWindow(window)
      }
    },
  }
}
