import type { Exit, Instance, Stress } from './instance.ts'
import { currentUsage, isRunning } from './instance.ts'
import type { ContainerRuntime } from './container-runtime.ts'
import type { RunningPlan } from '../images/process-plan.ts'
import type { Rng } from '../../ports/rng.ts'
import type { Simulation } from '../engine/types.ts'

export interface RunDependencies {
  readonly simulation: Simulation
  readonly rng: Rng
  /** Told after a run has ended. */
  readonly onExit: (container: ContainerRuntime) => void
}

/** Starts the next run of a container. A `plan` of `undefined` stands for a process that could not be executed. */
export const startInstance = (
  dependencies: RunDependencies,
  container: ContainerRuntime,
  plan: RunningPlan | undefined,
): Instance => {
  const { simulation, rng } = dependencies
  const instance: Instance = {
    id: Array.from({ length: 8 }, () => rng.int(0, 0xffff_ffff).toString(16).padStart(8, '0')).join(''),
    attempt: container.instance === undefined ? 0 : container.instance.attempt + 1,
    startedAtMs: simulation.nowMs(),
    plan,
    exit: undefined,
    written: [],
    stress: new Map(),
    usage: [],
    cancelEnd: undefined,
  }
  container.previous = container.instance
  container.instance = instance
  container.started = false
  container.ready = false
  container.unhealthy = undefined
  if (plan === undefined) return instance
  measure(dependencies, container, instance)
  if (plan.end !== undefined) {
    const { afterMs, exitCode } = plan.end
    const reason = exitCode === 0 ? 'Completed' : 'Error'
    instance.cancelEnd = simulation.schedule(afterMs, () =>
      endInstance(dependencies, container, instance, { exitCode, reason }),
    )
  }
  if (plan.memoryBytesPerSecond !== undefined && container.memoryLimitBytes !== Number.POSITIVE_INFINITY) {
    const fillMs = ((container.memoryLimitBytes - plan.memoryBytes) / plan.memoryBytesPerSecond) * 1000
    simulation.schedule(Math.max(50, fillMs), () => killForMemory(dependencies, container, instance))
  }
  return instance
}

/** Ends a run, unless it has ended. */
export const endInstance = (
  { simulation, onExit }: RunDependencies,
  container: ContainerRuntime,
  instance: Instance,
  exit: Omit<Exit, 'atMs'>,
): void => {
  if (instance.exit !== undefined) return
  instance.cancelEnd?.()
  instance.exit = { ...exit, atMs: simulation.nowMs() }
  instance.stress.clear()
  instance.usage.push({ fromMs: simulation.nowMs(), cpuDemandMilli: 0, cpuMilli: 0, memoryBytes: 0 })
  onExit(container)
}

/** Puts a foreign load into the container's control group, or takes it out; over the memory limit the kernel kills. */
export const setStress = (
  dependencies: RunDependencies,
  container: ContainerRuntime,
  id: string,
  stress: Stress | undefined,
): void => {
  const { instance } = container
  if (!isRunning(instance)) return
  if (stress === undefined) instance.stress.delete(id)
  else instance.stress.set(id, stress)
  measure(dependencies, container, instance)
}

const measure = (dependencies: RunDependencies, container: ContainerRuntime, instance: Instance): void => {
  const { simulation, rng } = dependencies
  const { plan } = instance
  const loads = [...instance.stress.values()]
  const cpuDemandMilli = loads.reduce((sum, { cpuMilli }) => sum + cpuMilli, plan?.cpuMilli ?? 0)
  const memoryBytes = loads.reduce((sum, load) => sum + load.memoryBytes, plan?.memoryBytes ?? 0)
  instance.usage.push({
    fromMs: simulation.nowMs(),
    cpuDemandMilli,
    cpuMilli: Math.min(cpuDemandMilli, container.cpuLimitMilli),
    memoryBytes: Math.min(memoryBytes, container.memoryLimitBytes),
  })
  if (instance.usage.length > KEPT_CHANGES) instance.usage.shift()
  if (memoryBytes > container.memoryLimitBytes) {
    // Filling the memory takes a moment; what was injected dies with the container.
    simulation.schedule(400 + rng.int(0, 500), () => {
      if ((currentUsage(instance)?.memoryBytes ?? 0) >= container.memoryLimitBytes)
        killForMemory(dependencies, container, instance)
    })
  }
}

const killForMemory = (dependencies: RunDependencies, container: ContainerRuntime, instance: Instance): void =>
  endInstance(dependencies, container, instance, { exitCode: 137, reason: 'OOMKilled' })

const KEPT_CHANGES = 64
