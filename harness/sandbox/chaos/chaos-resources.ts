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
  readonly httpChaos?: ChaosSpec
  readonly dnsChaos?: ChaosSpec
  readonly timeChaos?: ChaosSpec
  readonly ioChaos?: ChaosSpec
}

export interface ScheduleObject extends KubeObject {
  readonly spec: ScheduleSpec
  readonly status?: { readonly active?: readonly object[]; readonly time?: string }
}

export const chaosResources = {
  stressChaos: named<ChaosObject>('stresschaos'),
  networkChaos: named<ChaosObject>('networkchaos'),
  podChaos: named<ChaosObject>('podchaos'),
  httpChaos: named<ChaosObject>('httpchaos'),
  dnsChaos: named<ChaosObject>('dnschaos'),
  timeChaos: named<ChaosObject>('timechaos'),
  ioChaos: named<ChaosObject>('iochaos'),
  schedules: named<ScheduleObject>('schedules'),
} as const

function named<T>(plural: string): Resource<T> {
  return { group: CHAOS_GROUP, plural }
}

/** The field of a Schedule's spec that holds an experiment of a kind. */
export const scheduleField = (kind: string): keyof ScheduleSpec =>
  (/^(?:HTTP|DNS|IO)/.test(kind)
    ? `${kind.slice(0, -5).toLowerCase()}Chaos`
    : `${kind[0]?.toLowerCase()}${kind.slice(1)}`) as keyof ScheduleSpec
