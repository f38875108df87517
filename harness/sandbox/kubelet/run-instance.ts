import type { Rng } from '../../ports/rng.ts'
import type { Simulation } from '../engine/types.ts'
import type { ContainerRuntime } from './container-runtime.ts'
import { currentUsage, type Exit, type Instance, isRunning, type Stress } from './instance.ts'

export interface RunDependencies {
  readonly simulation: Simulation
  readonly rng: Rng
  /** Told after a run has ended. */
  readonly onExit: (container: ContainerRuntime) => void
}

/** A run that began under a kubelet before this one. */
export type KnownRun = Pick<Instance, 'id' | 'attempt' | 'startedAtMs'>

/**
 * Begins the next run of a container, or goes on with one that is known. `open` makes its processes; it is absent for a program that
 * could not be executed.
 */
export const startInstance = (
  { simulation, rng }: RunDependencies,
  container: ContainerRuntime,
  open: ((instance: () => Instance) => Instance['table']) | undefined,
  known?: KnownRun,
): Instance => {
  const made: { instance?: Instance } = {}
  const table = open?.(() => {
    if (made.instance === undefined) throw new Error('a container ran before it was started')
    return made.instance
  })
  const instance: Instance = {
    ...(known ?? {
      id: Array.from({ length: 8 }, () => rng.int(0, 0xffff_ffff).toString(16).padStart(8, '0')).join(''),
      attempt: container.instance === undefined ? 0 : container.instance.attempt + 1,
      startedAtMs: simulation.nowMs(),
    }),
    table,
    exit: undefined,
    onEnd: [],
    written: [],
    work: [],
    stress: new Map(),
    usage: [],
  }
  made.instance = instance
  container.previous = container.instance
  container.instance = instance
  container.started = false
  container.ready = false
  container.unhealthy = undefined
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
  instance.exit = { ...exit, atMs: simulation.nowMs() }
  instance.table?.stop()
  instance.stress.clear()
  instance.usage.push({ fromMs: simulation.nowMs(), cpuDemandMilli: 0, cpuMilli: 0, memoryBytes: 0 })
  for (const listen of instance.onEnd.splice(0)) listen()
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

/** Brings the use of resources up to date; over the memory limit the kernel kills. */
export const measure = (dependencies: RunDependencies, container: ContainerRuntime, instance: Instance): void => {
  const { simulation, rng } = dependencies
  const loads: Stress[] = [...instance.stress.values(), ...(instance.table?.processes() ?? [])]
  const cpuDemandMilli = loads.reduce((sum, { cpuMilli }) => sum + cpuMilli, 0)
  const memoryBytes = loads.reduce((sum, load) => sum + load.memoryBytes, 0)
  const before = currentUsage(instance)
  if (before?.cpuDemandMilli === cpuDemandMilli && before.memoryBytes === memoryBytes) return
  instance.usage.push({
    fromMs: simulation.nowMs(),
    cpuDemandMilli,
    cpuMilli: Math.min(cpuDemandMilli, container.cpuLimitMilli),
    memoryBytes: Math.min(memoryBytes, container.memoryLimitBytes),
  })
  if (instance.usage.length > KEPT_CHANGES) instance.usage.shift()
  if (memoryBytes > container.memoryLimitBytes) {
    // Filling the memory takes a moment; what was injected dies with the container.
    const isInjected = instance.stress.size > 0
    simulation.schedule((isInjected ? 400 : 30) + rng.int(0, isInjected ? 500 : 60), () => {
      if ((currentUsage(instance)?.memoryBytes ?? 0) >= container.memoryLimitBytes)
        killForMemory(dependencies, container, instance)
    })
  }
}

const killForMemory = (dependencies: RunDependencies, container: ContainerRuntime, instance: Instance): void =>
  endInstance(dependencies, container, instance, { exitCode: 137, reason: 'OOMKilled' })

const KEPT_CHANGES = 64
