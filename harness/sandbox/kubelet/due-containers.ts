import { type ContainerRuntime, isSidecar } from './container-runtime.ts'
import { isRunning } from './instance.ts'
import type { PodRuntime } from './pod-runtime.ts'

/** The work of the pod is over: none of its containers will run again. */
export const isDone = (runtime: PodRuntime): boolean =>
  runtime.containers.every(
    (one) =>
      one.isInit ||
      (one.instance !== undefined && !isRunning(one.instance) && one.seenExit && !needsStart(runtime, one)),
  )

/** Init containers one after the other, then the others. */
export const startable = (runtime: PodRuntime): ContainerRuntime[] => {
  for (const container of runtime.containers) {
    if (!container.isInit) break
    if (!isSidecar(container) && container.seen?.exit?.exitCode === 0 && container.seenExit) continue
    if (isSidecar(container) && isRunning(container.instance)) {
      if (container.started) continue
      return []
    }
    if (isSidecar(container) && isDone(runtime)) continue
    return needsStart(runtime, container) ? [container] : []
  }
  return runtime.containers.filter((container) => !container.isInit && needsStart(runtime, container))
}

const needsStart = (runtime: PodRuntime, container: ContainerRuntime): boolean => {
  if (container.instance === undefined) return true
  if (!container.seenExit || container.seen !== container.instance) return false
  if (isSidecar(container)) return true
  const policy = runtime.pod.spec?.restartPolicy ?? 'Always'
  if (policy === 'Never') return container.seen.table === undefined && container.waiting === undefined
  return policy === 'Always' && !container.isInit ? true : container.seen.exit?.exitCode !== 0
}
