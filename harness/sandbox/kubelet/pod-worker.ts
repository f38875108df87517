import { resources } from '../api/resources.ts'
import type { Cancel } from '../engine/types.ts'
import { isSame } from '../controllers/base/same.ts'
import type { StoredPod } from '../controllers/base/pods.ts'
import { adoptPod, isUp } from './adopt-pod.ts'
import { type ContainerRuntime, isSidecar } from './container-runtime.ts'
import { isDone, startable } from './due-containers.ts'
import { startEphemeral } from './ephemeral-containers.ts'
import { isRunning } from './instance.ts'
import { noteKill, noteStop } from './kill-notices.ts'
import { allContainers, createPodRuntime, type PodRuntime } from './pod-runtime.ts'
import { podStatus } from './pod-status.ts'
import { createProbes } from './probes.ts'
import { endInstance, type RunDependencies } from './run-instance.ts'
import { startContainer } from './start-container.ts'
import { stopContainers } from './stop-containers.ts'
import type { NodeAgent } from './types.ts'
import { takeImages } from './take-images.ts'
import { sandboxRefusal } from './sandbox-refusal.ts'
import { createStorageWatch } from './storage-watch.ts'
import { mountVolumes } from './volumes.ts'

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
  const { simulation, client, rng } = agent
  const runtime = createPodRuntime(pod, simulation.nowMs())
  let phase: 'running' | 'stopping' | 'gone' = 'running'
  let isBusy = false
  let isPending = false
  const awaitingRelist: (() => void)[] = []
  let volumeFailures = 0
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
    if (!agent.isOn) return
    const ref = { resource: resources.pods, namespace: runtime.pod.metadata.namespace, name: runtime.pod.metadata.name }
    const current = client.find(ref)
    if (current?.metadata.uid !== runtime.uid) return
    runtime.pod = current
    const status = podStatus(runtime, agent.ip, simulation.nowMs())
    if (!isSame(status, current.status)) runtime.pod = client.update(ref, { ...current, status }, 'status')
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

  /** Volumes, then the sandbox with its network. */
  const prepare = (): void => {
    const missing = mountVolumes(agent, runtime)
    if (missing !== undefined) {
      agent.events.record({ object: runtime.pod, type: 'Warning', reason: 'FailedMount', message: missing })
      const delayMs = Math.min(500 * 2 ** volumeFailures, 122_000)
      volumeFailures += 1
      simulation.schedule(delayMs, () => (isWanted() ? prepare() : finish(false)))
      return
    }
    const refusal = sandboxRefusal(runtime)
    if (refusal !== undefined) {
      agent.events.record({ object: runtime.pod, type: 'Warning', reason: 'FailedCreatePodSandBox', message: refusal })
      return finish(true)
    }
    simulation.schedule(250 + rng.int(0, 60), () => {
      if (!isWanted()) return finish(false)
      probes.begin()
      simulation.schedule(90 + rng.int(0, 120), () => {
        if (!isWanted()) return finish(false)
        runtime.ip = runtime.pod.spec?.hostNetwork === true ? agent.ip : agent.newAddress()
        relist()
        act()
      })
    })
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
    const ref = { resource: resources.pods, namespace: runtime.pod.metadata.namespace, name: runtime.pod.metadata.name }
    if (client.find(ref)?.metadata.uid !== runtime.uid) return
    client.delete(ref, { gracePeriodSeconds: 0, preconditions: { uid: runtime.uid } })
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
