import { z } from 'zod'
import type { CheckResult } from '../domain/check.ts'
import { describeOutcome } from '../domain/command-outcome.ts'
import type { TaskCard } from '../domain/task.ts'
import type { Shell } from '../ports/shell.ts'
import { quote } from '../runner/with-environment.ts'
import { lookAtRestarts } from './look-at-restarts.ts'
import { jsonOf, judged, observe } from './observe.ts'

/** Deployments are complete, and no container was restarted between two looks or is down. */
export const lookAtWorkloads = async (shell: Shell, card: TaskCard): Promise<readonly CheckResult[]> => {
  const kubectl = `kubectl -n ${quote(card.namespace)}`
  const restarts = (await lookAtRestarts(shell, card.namespace)).check
  const deployments = await observe(shell, `${kubectl} get deployments -o json`)
  const workloads = Deployments.safeParse(jsonOf(deployments))
  const incomplete = workloads.data?.items.filter((item) => concerns(card, item.metadata.name) && !isComplete(item))
  const named = workloads.data?.items.some((item) => concerns(card, item.metadata.name)) === true
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
    restarts,
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
const isComplete = ({ metadata, spec, status }: z.output<typeof Deployments>['items'][number]): boolean =>
  spec.replicas > 0 &&
  status.observedGeneration >= metadata.generation &&
  [status.replicas, status.updatedReplicas, status.availableReplicas].every((replicas) => replicas === spec.replicas)
