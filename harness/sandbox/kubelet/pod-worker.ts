import type { Cancel } from '../engine/types.ts'
import type { StoredPod } from '../controllers/base/pods.ts'
import { adoptPod, isUp } from './adopt-pod.ts'
import { type ContainerRuntime, isSidecar } from './container-runtime.ts'
import { isDone, startable } from './due-containers.ts'
import { startEphemeral } from './ephemeral-containers.ts'
import { isRunning } from './instance.ts'
import { noteKill, noteStop } from './kill-notices.ts'
import { allContainers, createPodRuntime, type PodRuntime } from './pod-runtime.ts'
import { removePod, reportPod } from './pod-in-api.ts'
import { createPreparation } from './prepare-pod.ts'
import { createProbes } from './probes.ts'
import { endInstance, type RunDependencies } from './run-instance.ts'
import { startContainer } from './start-container.ts'
import { stopContainers } from './stop-containers.ts'
import type { NodeAgent } from './types.ts'
import { takeImages } from './take-images.ts'
import { createStorageWatch } from './storage-watch.ts'

/** The loop that keeps one pod on its node as it should be. */
export interface PodWorker {
  readonly runtime: PodRuntime
  /** Dependencies for whoever ends runs or loads them from outside. */
  readonly run: RunDependencies
  /** The pod was changed in the API. */
  readonly update: (pod: StoredPod) => void
  /** The pod is gone from the API: everything is stopped at once. */
  readonly drop: () => void
  /** Something that probes may notice has changed. */
  readonly disturb: () => void
  /** The kubelet works again, and finds the pod like this. */
  readonly wake: (pod: StoredPod) => void
}

/**
 * Syncs as the kubelet does: on changes of the pod, when the list of running containers changed (looked at once a second), on
 * results of probes, and 10 to 15 s after a failure. What it reports is what it saw before it acted, so a status lags one sync behind.
 * Source: k8s.io/kubernetes, pkg/kubelet (pod_workers.go, kuberuntime_manager.go, status).
 */
export const startPodWorker = (agent: NodeAgent, pod: StoredPod): PodWorker => {
  const { simulation, rng } = agent
  const runtime = createPodRuntime(pod, simulation.nowMs())
  let phase: 'running' | 'stopping' | 'gone' = 'running'
  let isBusy = false
  let isPending = false
  const awaitingRelist: (() => void)[] = []
  let resync: Cancel | undefined

  const isWanted = (): boolean => phase === 'running' && agent.isOn

  /** Syncs once after the next look at the runtime, however many changes it shows. */
  const relist = (then: () => void = () => {}): void => {
    awaitingRelist.push(then)
    if (awaitingRelist.length > 1) return
    simulation.schedule(agent.relistInMs(), () => {
      const waiting = awaitingRelist.splice(0)
      if (!isWanted()) return
      look()
      sync()
      for (const next of waiting) next()
    })
  }

  const look = (): void => {
    for (const container of allContainers(runtime)) {
      container.seen = container.instance
      container.seenExit = container.instance?.exit !== undefined
      container.seenLast = container.previous
    }
  }

  const run: RunDependencies = {
    simulation,
    rng,
    onExit: (container) => {
      probes.stop(container)
      if (phase === 'running') relist()
    },
  }

  const report = (): void => {
    if (agent.isOn) reportPod(agent, runtime)
  }

  const probes = createProbes(agent, runtime, {
    changed: () => {
      if (phase !== 'gone') report()
    },
    failed: () => sync(),
  })

  const sync = (): void => {
    if (!isWanted()) return
    if (isBusy) {
      isPending = true
      return
    }
    isBusy = true
    resync?.()
    report()
    if (!isWanted()) return finish(false)
    if (runtime.ip === '') return prepare()
    act()
  }

  const act = (): void => {
    const sidecars = runtime.containers.filter((one) => isSidecar(one) && isRunning(one.instance))
    if (sidecars.length > 0 && isDone(runtime)) {
      stopContainers(run, sidecars, (runtime.pod.spec?.terminationGracePeriodSeconds ?? 30) * 1000, () => finish(false))
      return
    }
    const killed = runtime.containers.filter(({ unhealthy }) => unhealthy !== undefined)
    if (killed.length === 0) return startAll(startable(runtime), false)
    for (const container of killed) noteKill(agent, runtime, container)
    const graceMs = (runtime.pod.spec?.terminationGracePeriodSeconds ?? 30) * 1000
    stopContainers(run, killed, graceMs, () => startAll(isWanted() ? killed : [], false))
  }

  const startAll = (containers: readonly ContainerRuntime[], failed: boolean): void => {
    const [container, ...rest] = containers
    if (container === undefined || !isWanted()) return finish(failed)
    const before = container.instance
    startContainer({
      agent,
      run,
      runtime,
      container,
      isWanted,
      changed,
      done: (hasFailed) => {
        if (container.instance !== before && isRunning(container.instance)) {
          probes.start(container)
          // The runtime reports a start twice: when it happened, and once more a second later.
          relist(() => {
            probes.seen(container)
            relist(() => probes.seen(container))
          })
        }
        startAll(rest, failed || hasFailed)
      },
    })
  }

  const finish = (failed: boolean): void => {
    isBusy = false
    if (!isWanted()) return
    if (isPending) {
      isPending = false
      simulation.schedule(1, sync)
    } else if (failed) {
      resync = simulation.schedule(agent.workInMs(10_000 * (1 + 0.5 * rng.float())), sync)
    }
  }

  const prepare = createPreparation({
    agent,
    runtime,
    isWanted,
    begun: probes.begin,
    ready: () => {
      relist()
      act()
    },
    finish,
  })

  const changed = (): void => {
    probes.disturb()
    storage.changed()
  }

  /** Says of every container that still runs that it is to stop, and stops them. */
  const stopAll = (graceMs: number, done: () => void): void => {
    phase = 'stopping'
    resync?.()
    probes.end()
    const running = allContainers(runtime).filter(({ instance }) => isRunning(instance))
    for (const container of running) noteStop(agent, runtime, container)
    stopContainers(run, running, graceMs, done)
  }

  /** Ends the pod for good and leaves it in the API. */
  const evict = (message: string): void => {
    if (phase !== 'running') return
    agent.events.record({ object: runtime.pod, type: 'Warning', reason: 'Evicted', message })
    stopAll(1000, () => {
      runtime.evicted = message
      look()
      report()
    })
  }

  const storage = createStorageWatch({ simulation, runtime, isWanted, evict })

  const stop = (): void => {
    const graceMs = (runtime.pod.metadata.deletionGracePeriodSeconds ?? 30) * 1000
    stopAll(graceMs, () => {
      simulation.schedule(90 + rng.int(0, 150), () => {
        if (phase === 'gone') return
        look()
        report()
        simulation.schedule(280 + rng.int(0, 560), remove)
      })
    })
  }

  const remove = (): void => {
    if (phase === 'gone' || !agent.isOn) return
    report()
    removePod(agent, runtime)
  }

  const update = (current: StoredPod): void => {
    runtime.pod = current
    if (takeImages(runtime)) sync()
    if (isWanted() && runtime.ip !== '') startEphemeral({ agent, run, runtime, isWanted, changed }, () => relist())
    if ((phase === 'running' || runtime.evicted !== undefined) && current.metadata.deletionTimestamp !== undefined)
      stop()
  }

  if (isUp(pod)) {
    adoptPod({ agent, run, runtime, changed })
    probes.begin()
    probes.resume()
  } else simulation.schedule(5 + rng.int(0, 15), sync)
  return {
    runtime,
    run,
    update,
    disturb: probes.disturb,
    wake: (current) => {
      runtime.pod = current
      look()
      probes.resume()
      if (current.metadata.deletionTimestamp !== undefined && phase !== 'gone') return stop()
      report()
      sync()
    },
    drop: () => {
      phase = 'gone'
      resync?.()
      probes.end()
      for (const container of allContainers(runtime)) {
        const { instance } = container
        if (isRunning(instance)) endInstance(run, container, instance, { exitCode: 137, reason: 'Error' })
      }
    },
  }
}
