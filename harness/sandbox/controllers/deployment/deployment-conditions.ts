import type { DeploymentCondition } from 'kubernetes-types/apps/v1.d.ts'
import type { DeepReadonly } from '../../api/types/object.ts'
import { timestamp } from '../base/timestamp.ts'

export type Condition = DeepReadonly<DeploymentCondition>

export const newCondition = (
  nowMs: number,
  type: string,
  status: string,
  reason: string,
  message: string,
): Condition => ({
  type,
  status,
  lastUpdateTime: timestamp(nowMs),
  lastTransitionTime: timestamp(nowMs),
  reason,
  message,
})

/** Puts a condition last, unless it says nothing new; a status that stays keeps its time of transition. */
export const setCondition = (conditions: readonly Condition[], condition: Condition): readonly Condition[] => {
  const current = findCondition(conditions, condition.type)
  if (current?.status === condition.status && current.reason === condition.reason) return conditions
  const kept =
    current?.status === condition.status && current.lastTransitionTime !== undefined
      ? { ...condition, lastTransitionTime: current.lastTransitionTime }
      : condition
  return [...withoutCondition(conditions, condition.type), kept]
}

export const withoutCondition = (conditions: readonly Condition[], type: string): readonly Condition[] =>
  conditions.filter((condition) => condition.type !== type)

export const findCondition = (conditions: readonly Condition[], type: string): Condition | undefined =>
  conditions.find((condition) => condition.type === type)
