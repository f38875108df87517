import type { PodRuntime } from './pod-runtime.ts'
import { sandboxRefusal } from './sandbox-refusal.ts'
import type { NodeAgent } from './types.ts'
import { mountVolumes } from './volumes.ts'

export interface Preparation {
  readonly agent: NodeAgent
  readonly runtime: PodRuntime
  readonly isWanted: () => boolean
  /** The network is about to come. */
  readonly begun: () => void
  readonly ready: () => void
  /** It goes no further. */
  readonly finish: (failed: boolean) => void
}

/** What a pod needs before its containers: volumes, then the sandbox with its network. */
export const createPreparation = ({ agent, runtime, isWanted, begun, ready, finish }: Preparation): (() => void) => {
  const { simulation, rng } = agent
  let volumeFailures = 0

  const warn = (reason: string, message: string): void =>
    agent.events.record({ object: runtime.pod, type: 'Warning', reason, message })

  const prepare = (): void => {
    const missing = mountVolumes(agent, runtime)
    if (missing !== undefined) {
      warn('FailedMount', missing)
      const delayMs = Math.min(500 * 2 ** volumeFailures, 122_000)
      volumeFailures += 1
      simulation.schedule(delayMs, () => (isWanted() ? prepare() : finish(false)))
      return
    }
    const refusal = sandboxRefusal(runtime)
    if (refusal !== undefined) {
      warn('FailedCreatePodSandBox', refusal)
      return finish(true)
    }
    simulation.schedule(250 + rng.int(0, 60), () => {
      if (!isWanted()) return finish(false)
      begun()
      simulation.schedule(90 + rng.int(0, 120), () => {
        if (!isWanted()) return finish(false)
        runtime.ip = runtime.pod.spec?.hostNetwork === true ? agent.ip : agent.newAddress()
        ready()
      })
    })
  }

  return prepare
}
