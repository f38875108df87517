import { InfrastructureError } from '../domain/errors.ts'
import type { Clock } from '../ports/clock.ts'
import type { Shell } from '../ports/shell.ts'
import { letNamesSettle, namedPods, readySinceMs } from './names-settle.ts'
import { poll } from './poll.ts'
import type { Deployment, Pod, StateSnapshot } from './state-snapshot.ts'
import { takeSnapshot } from './state-snapshot.ts'

const LOOK_EVERY_MS = 3_000
const STEADY_WITHIN_MS = 10 * 60_000

/**
 * Waits until every rollout of the namespace is complete and nothing starts, waits or ends, and until every name in it is known.
 * @throws {InfrastructureError} after ten minutes
 */
export const awaitSteadyState = async (
  { harness, clock }: { readonly harness: Shell; readonly clock: Clock },
  namespace: string,
  signal?: AbortSignal,
): Promise<StateSnapshot> => {
  // A rollout is waited for by kubectl; only its end is looked at closely, because a snapshot is dear.
  await harness.exec(rolloutsOf(namespace), {
    timeoutMs: STEADY_WITHIN_MS,
    ...(signal === undefined ? {} : { signal }),
  })
  let problems: readonly string[] = []
  const options = { intervalMs: LOOK_EVERY_MS, deadlineMs: STEADY_WITHIN_MS, signal }
  const steady = await poll({ clock }, options, async () => {
    const state = await takeSnapshot({ harness }, namespace, signal)
    problems = unsteadiness(state)
    return problems.length === 0 ? state : undefined
  })
  if (steady === undefined)
    throw new InfrastructureError(`namespace ${namespace} did not become steady: ${problems.join('; ')}`)
  await letNamesSettle({ clock }, steady, signal)
  return steady
}

/**
 * Looks once at a namespace that should be steady.
 * @throws {InfrastructureError} when it is not
 */
export const lookAtSteadyState = async (
  { harness }: { readonly harness: Shell },
  namespace: string,
  signal?: AbortSignal,
): Promise<StateSnapshot> => {
  const state = await takeSnapshot({ harness }, namespace, signal)
  const problems = unsteadiness(state)
  if (problems.length > 0) throw new InfrastructureError(`namespace ${namespace} is not steady: ${problems.join('; ')}`)
  return state
}

const rolloutsOf = (namespace: string): string =>
  `for deployment in $(kubectl -n ${namespace} get deployments -o name); do ` +
  `kubectl -n ${namespace} rollout status "$deployment" --timeout=${STEADY_WITHIN_MS / 1000}s; done`

/** Why a namespace is not steady; empty when it is. */
export const unsteadiness = (state: StateSnapshot): readonly string[] => [
  ...state.deployments.flatMap(rolloutProblems),
  ...state.pods.flatMap(podProblems),
  ...namedPods(state).flatMap((pod) =>
    readySinceMs(pod) === undefined ? [`Pod/${pod.metadata.name}: is not ready, and a name depends on it`] : [],
  ),
]

/** Why a Deployment's rollout is not complete: `Deployment/x: 1 of 2 replicas updated`. */
export const rolloutProblems = ({ metadata, spec, status }: Deployment): readonly string[] => {
  const ref = `Deployment/${metadata.name}`
  if (status.observedGeneration < (metadata.generation ?? 0)) return [`${ref}: its last change was not observed yet`]
  const counts = {
    created: status.replicas,
    updated: status.updatedReplicas,
    ready: status.readyReplicas,
    available: status.availableReplicas,
  }
  return [
    ...Object.entries(counts).flatMap(([name, count]) =>
      count === spec.replicas ? [] : [`${ref}: ${count} of ${spec.replicas} replicas ${name}`],
    ),
    ...(status.unavailableReplicas > 0 ? [`${ref}: ${status.unavailableReplicas} replicas unavailable`] : []),
  ]
}

/** Why a pod is not settled: it ends, or one of its containers waits. */
export const podProblems = ({ metadata, status }: Pod): readonly string[] => {
  if (metadata.deletionTimestamp !== undefined) return [`Pod/${metadata.name}: is being deleted`]
  return [...status.initContainerStatuses, ...status.containerStatuses].flatMap(({ name, state }) =>
    state?.waiting === undefined ? [] : [`Pod/${metadata.name}: ${name} waits: ${state.waiting.reason ?? 'no reason'}`],
  )
}
