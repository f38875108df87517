import type { HorizontalPodAutoscalerCondition } from 'kubernetes-types/autoscaling/v2.d.ts'
import type { DeepReadonly } from '../../api/types/object.ts'
import { timestamp } from '../base/timestamp.ts'

export type Conditions = readonly DeepReadonly<HorizontalPodAutoscalerCondition>[]

/** The conditions with this one set; its time changes with its status only. */
export const withCondition = (
  conditions: Conditions,
  nowMs: number,
  fields: {
    readonly type: string
    readonly status: string
    readonly reason: string
    readonly message: string
  },
): Conditions => {
  const known = conditions.find(({ type }) => type === fields.type)
  const lastTransitionTime =
    known?.status === fields.status && known.lastTransitionTime !== undefined
      ? known.lastTransitionTime
      : timestamp(nowMs)
  const next = { lastTransitionTime, ...fields }
  return known === undefined
    ? [...conditions, next]
    : conditions.map((condition) => (condition === known ? next : condition))
}
