import type { Probe } from 'kubernetes-types/core/v1.d.ts'
import type { DeepReadonly } from '../api/types/object.ts'
import type { Cancel } from '../engine/types.ts'
import { type ContainerRuntime, isSidecar } from './container-runtime.ts'
import { isRunning } from './instance.ts'
import type { PodRuntime } from './pod-runtime.ts'
import { probeResult } from './probe-result.ts'
import type { NodeAgent } from './types.ts'

type Kind = 'startup' | 'liveness' | 'readiness'

export interface ProbeListener {
  /** Readiness or start of a container changed. */
  readonly changed: () => void
  /** A container has to be killed; its `unhealthy` says why. */
  readonly failed: () => void
}

/**
 * The probes of one pod. While a probe's answer cannot change, its tries are not run: a steady pod costs nothing. `disturb` wakes them.
 * Tries lie on a grid of the probe's period, as the kubelet's tickers do; a readiness probe is tried at once when its container is
 * seen running, which also moves its grid.
 */
export const createProbes = (agent: NodeAgent, runtime: PodRuntime, listener: ProbeListener) => {
  const { simulation, events } = agent
  const workers: Worker[] = []

  const begin = (): void => {
    for (const container of runtime.containers.filter((one) => !one.isInit || isSidecar(one))) {
      for (const kind of KINDS) {
        const probe = container.spec[`${kind}Probe`]
        if (probe !== undefined) workers.push(newWorker(container, kind, probe, simulation.nowMs()))
      }
    }
  }

  const start = (container: ContainerRuntime): void => {
    container.started = container.spec.startupProbe === undefined
    container.ready = container.spec.readinessProbe === undefined && container.started
    for (const worker of workersOf(container)) {
      worker.failures = 0
      worker.successes = 0
      worker.isSteady = false
      appoint(worker)
    }
  }

  /** Goes on with containers whose results are known. */
  const resume = (): void => {
    for (const worker of workers) appoint(worker)
  }

  /** The kubelet saw the container running. */
  const seen = (container: ContainerRuntime): void => {
    for (const worker of workersOf(container)) {
      if (worker.kind === 'liveness' || container.ready || worker.isSteady) continue
      worker.anchorMs = simulation.nowMs()
      attempt(worker)
    }
  }

  const workersOf = (container: ContainerRuntime): Worker[] =>
    workers.filter((worker) => worker.container === container)

  const appoint = (worker: Worker): void => {
    worker.cancel?.()
    if (!isRunning(worker.container.instance) || worker.isSteady) return
    const periodMs = (worker.probe.periodSeconds ?? 10) * 1000
    const sinceMs = simulation.nowMs() - worker.anchorMs
    const rounds = Math.floor(sinceMs / periodMs + 1e-9) + 1
    worker.cancel = simulation.schedule(Math.max(0, rounds * periodMs - sinceMs), () => attempt(worker))
  }

  const attempt = (worker: Worker): void => {
    worker.cancel?.()
    const { container, kind, probe } = worker
    const { instance } = container
    if (!agent.isOn || !isRunning(instance) || container.unhealthy !== undefined) return
    const isHeld = kind === 'startup' ? container.started : !container.started
    // The kubelet knows the start from the status, which has whole seconds.
    const ageSeconds = Math.floor((simulation.nowMs() - Math.floor(instance.startedAtMs / 1000) * 1000) / 1000)
    if (kind === 'startup' && container.started) return
    if (!isHeld && ageSeconds >= (probe.initialDelaySeconds ?? 0)) judge(worker)
    appoint(worker)
  }

  const judge = (worker: Worker): void => {
    const { container, kind, probe } = worker
    const { failure, isVolatile = false } = probeResult(
      runtime,
      container,
      probe,
      agent.egressDelayMs(runtime.uid),
      simulation.nowMs(),
    )
    if (failure !== undefined) {
      worker.successes = 0
      worker.failures += 1
      const title = `${kind[0]?.toUpperCase()}${kind.slice(1)}`
      const fieldPath = `spec.containers{${container.name}}`
      events.record({
        object: runtime.pod,
        fieldPath,
        type: 'Warning',
        reason: 'Unhealthy',
        message: `${title} probe failed: ${failure}`,
      })
      if (worker.failures >= (probe.failureThreshold ?? 3)) settle(worker, false)
      return
    }
    worker.failures = 0
    worker.successes += 1
    if (worker.successes < (kind === 'readiness' ? (probe.successThreshold ?? 1) : 1)) return
    worker.isSteady = !isVolatile
    settle(worker, true)
  }

  const settle = ({ kind, container }: Worker, success: boolean): void => {
    if (kind === 'readiness') {
      if (container.ready === success) return
      container.ready = success
      return later(listener.changed)
    }
    if (!success) {
      container.unhealthy = kind
      return later(listener.failed)
    }
    if (kind === 'liveness' || container.started) return
    container.started = true
    container.ready = container.spec.readinessProbe === undefined
    for (const worker of workersOf(container)) if (worker.kind !== 'startup') attempt(worker)
    later(listener.changed)
  }

  const later = (listen: () => void): void => {
    simulation.schedule(4 + agent.rng.int(0, 10), listen)
  }

  const disturb = (): void => {
    for (const worker of workers) {
      if (!worker.isSteady) continue
      worker.isSteady = false
      worker.successes = 0
      appoint(worker)
    }
  }

  const stop = (container: ContainerRuntime): void => {
    for (const worker of workersOf(container)) worker.cancel?.()
  }

  const end = (): void => {
    for (const worker of workers) worker.cancel?.()
    workers.length = 0
  }

  return { begin, start, resume, seen, stop, end, disturb }
}

const KINDS = ['startup', 'liveness', 'readiness'] as const

interface Worker {
  readonly container: ContainerRuntime
  readonly kind: Kind
  readonly probe: DeepReadonly<Probe>
  /** A time on the grid of tries. */
  anchorMs: number
  failures: number
  successes: number
  /** The last try succeeded, and so would the next. */
  isSteady: boolean
  cancel: Cancel | undefined
}

const newWorker = (container: ContainerRuntime, kind: Kind, probe: DeepReadonly<Probe>, anchorMs: number): Worker => ({
  container,
  kind,
  probe,
  anchorMs,
  failures: 0,
  successes: 0,
  isSteady: false,
  cancel: undefined,
})
