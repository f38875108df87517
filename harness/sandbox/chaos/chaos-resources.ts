import type { KubeObject } from '../api/types/object.ts'
import type { Resource } from '../api/types/resource.ts'
import type { ChaosObject, ChaosSpec } from './types.ts'

export const CHAOS_GROUP = 'chaos-mesh.org'

export interface ScheduleSpec {
  readonly schedule: string
  readonly type: string
  readonly concurrencyPolicy?: 'Forbid' | 'Allow'
  readonly historyLimit?: number
  readonly startingDeadlineSeconds?: number
  readonly stressChaos?: ChaosSpec
  readonly networkChaos?: ChaosSpec
  readonly podChaos?: ChaosSpec
}

export interface ScheduleObject extends KubeObject {
  readonly spec: ScheduleSpec
  readonly status?: { readonly active?: readonly object[]; readonly time?: string }
}

export const chaosResources = {
  stressChaos: named<ChaosObject>('stresschaos'),
  networkChaos: named<ChaosObject>('networkchaos'),
  podChaos: named<ChaosObject>('podchaos'),
  schedules: named<ScheduleObject>('schedules'),
} as const

function named<T>(plural: string): Resource<T> {
  return { group: CHAOS_GROUP, plural }
}
