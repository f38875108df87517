import { z } from 'zod'
import type { CheckResult } from '../domain/check.ts'
import { describeOutcome } from '../domain/command-outcome.ts'
import type { Shell } from '../ports/shell.ts'
import { quote } from '../runner/with-environment.ts'
import { jsonOf, judged, observe } from './observe.ts'

// Longer than the 30 s at which repeated stress comes back.
const BETWEEN_LOOKS_S = 35

/** Two looks at the pods: which of them restarted between, or are down: ended, or waiting to be started. */
export interface RestartLook {
  /** Names of pods, sorted as kubectl lists them; null when they could not be seen. */
  readonly restarted: readonly string[] | null
  /** The looks as a check that passes when no container restarted. */
  readonly check: CheckResult
}

export const lookAtRestarts = async (shell: Shell, namespace: string): Promise<RestartLook> => {
  const command = `kubectl -n ${quote(namespace)} get pods -o json`
  const before = await observe(shell, command)
  await observe(shell, `sleep ${BETWEEN_LOOKS_S}`, 2_000 * BETWEEN_LOOKS_S)
  const after = await observe(shell, command)
  const first = Pods.safeParse(jsonOf(before))
  const second = Pods.safeParse(jsonOf(after))
  const restarted = first.success && second.success ? restartedBetween(first.data, second.data) : null
  return {
    restarted,
    check: judged(after, {
      name: `no container restarts within ${BETWEEN_LOOKS_S} s`,
      signal: 'restart-counts',
      passed: restarted?.length === 0,
      detail:
        restarted === null
          ? `pods could not be seen: ${describeOutcome(after.outcome)}`
          : restarted.length === 0
            ? 'restart counts are flat'
            : `restarted or down: ${restarted.join(', ')}`,
    }),
  }
}

const count = z.int().default(0)
const Pods = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string(), deletionTimestamp: z.string().optional() }),
      status: z
        .object({
          containerStatuses: z
            .array(
              z.object({
                restartCount: count,
                state: z.object({ waiting: z.unknown().optional(), terminated: z.unknown().optional() }).prefault({}),
              }),
            )
            .default([]),
        })
        .prefault({}),
    }),
  ),
})
type Pods = z.output<typeof Pods>

function restartedBetween(before: Pods, after: Pods): readonly string[] {
  const counts = new Map(before.items.map((pod) => [pod.metadata.name, restartsOf(pod)]))
  return after.items
    .filter((pod) => pod.metadata.deletionTimestamp === undefined)
    .filter(
      (pod) =>
        restartsOf(pod) > (counts.get(pod.metadata.name) ?? 0) ||
        pod.status.containerStatuses.some(({ state }) => state.waiting !== undefined || state.terminated !== undefined),
    )
    .map((pod) => pod.metadata.name)
}

const restartsOf = (pod: Pods['items'][number]): number =>
  pod.status.containerStatuses.reduce((sum, { restartCount }) => sum + restartCount, 0)
