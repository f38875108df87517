import { z } from 'zod'
import type { CheckResult } from '../domain/check.ts'
import { describeOutcome } from '../domain/command-outcome.ts'
import type { TaskCard } from '../domain/task.ts'
import type { Shell } from '../ports/shell.ts'
import { quote } from '../runner/with-environment.ts'
import { jsonOf, judged, observe } from './observe.ts'

// Longer than the 30 s at which repeated stress comes back.
const BETWEEN_LOOKS_S = 35

/** Deployments are complete, and no container was restarted between two looks or waits to be started. */
export const lookAtWorkloads = async (shell: Shell, card: TaskCard): Promise<readonly CheckResult[]> => {
  const kubectl = `kubectl -n ${quote(card.namespace)}`
  const before = await observe(shell, `${kubectl} get pods -o json`)
  await observe(shell, `sleep ${BETWEEN_LOOKS_S}`, 2_000 * BETWEEN_LOOKS_S)
  const after = await observe(shell, `${kubectl} get pods -o json`)
  const deployments = await observe(shell, `${kubectl} get deployments -o json`)
  const workloads = Deployments.safeParse(jsonOf(deployments))
  const first = Pods.safeParse(jsonOf(before))
  const second = Pods.safeParse(jsonOf(after))
  const incomplete = workloads.data?.items.filter((item) => concerns(card, item.metadata.name) && !isComplete(item))
  const named = workloads.data?.items.some((item) => concerns(card, item.metadata.name)) === true
  const restarted = first.success && second.success ? restartedBetween(first.data, second.data) : null
  return [
    judged(deployments, {
      name: 'deployments are complete',
      signal: 'workload-availability',
      passed: named && incomplete?.length === 0,
      detail: !named
        ? `no deployment to look at: ${describeOutcome(deployments.outcome)}`
        : incomplete?.length === 0
          ? 'every replica is updated and available'
          : `not complete: ${incomplete?.map(({ metadata }) => metadata.name).join(', ')}`,
    }),
    judged(after, {
      name: `no container restarts within ${BETWEEN_LOOKS_S} s`,
      signal: 'restart-counts',
      passed: restarted?.length === 0,
      detail:
        restarted === null
          ? `pods could not be seen: ${describeOutcome(after.outcome)}`
          : restarted.length === 0
            ? 'restart counts are flat'
            : `restarted or waiting: ${restarted.join(', ')}`,
    }),
  ]
}

const concerns = (card: TaskCard, name: string): boolean => card.workload === undefined || card.workload === name

const count = z.int().default(0)
const Deployments = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string(), generation: count }),
      spec: z.object({ replicas: z.int().default(1) }),
      status: z
        .object({ observedGeneration: count, replicas: count, updatedReplicas: count, availableReplicas: count })
        .prefault({}),
    }),
  ),
})
const Pods = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string(), deletionTimestamp: z.string().optional() }),
      status: z
        .object({
          containerStatuses: z
            .array(z.object({ restartCount: count, state: z.object({ waiting: z.unknown().optional() }).prefault({}) }))
            .default([]),
        })
        .prefault({}),
    }),
  ),
})
type Pods = z.output<typeof Pods>

const isComplete = ({ metadata, spec, status }: z.output<typeof Deployments>['items'][number]): boolean =>
  spec.replicas > 0 &&
  status.observedGeneration >= metadata.generation &&
  [status.replicas, status.updatedReplicas, status.availableReplicas].every((replicas) => replicas === spec.replicas)

function restartedBetween(before: Pods, after: Pods): readonly string[] {
  const counts = new Map(before.items.map((pod) => [pod.metadata.name, restartsOf(pod)]))
  return after.items
    .filter((pod) => pod.metadata.deletionTimestamp === undefined)
    .filter(
      (pod) =>
        restartsOf(pod) > (counts.get(pod.metadata.name) ?? 0) ||
        pod.status.containerStatuses.some(({ state }) => state.waiting !== undefined),
    )
    .map((pod) => pod.metadata.name)
}

const restartsOf = (pod: Pods['items'][number]): number =>
  pod.status.containerStatuses.reduce((sum, { restartCount }) => sum + restartCount, 0)
