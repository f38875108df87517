import type { Deployment, ReplicaSet } from 'kubernetes-types/apps/v1.d.ts'
import type { Stored } from '../../api/types/object.ts'

export type StoredDeployment = Stored<Deployment>
export type StoredReplicaSet = Stored<ReplicaSet>

export const desiredReplicas = (object: StoredDeployment | StoredReplicaSet): number => object.spec?.replicas ?? 1

export const sumDesired = (sets: readonly StoredReplicaSet[]): number =>
  sets.reduce((sum, set) => sum + desiredReplicas(set), 0)

export const sumActual = (sets: readonly StoredReplicaSet[]): number =>
  sets.reduce((sum, set) => sum + (set.status?.replicas ?? 0), 0)

export const sumReady = (sets: readonly StoredReplicaSet[]): number =>
  sets.reduce((sum, set) => sum + (set.status?.readyReplicas ?? 0), 0)

export const sumAvailable = (sets: readonly StoredReplicaSet[]): number =>
  sets.reduce((sum, set) => sum + (set.status?.availableReplicas ?? 0), 0)

export const isRollingUpdate = (deployment: StoredDeployment): boolean => deployment.spec?.strategy?.type !== 'Recreate'

/** Surge rounds up, unavailability down; when both come to zero, one pod may be unavailable. Zero for `Recreate`. */
export const rollingLimits = (
  deployment: StoredDeployment,
): { readonly maxSurge: number; readonly maxUnavailable: number } => {
  if (!isRollingUpdate(deployment)) return { maxSurge: 0, maxUnavailable: 0 }
  const replicas = desiredReplicas(deployment)
  const { maxSurge: surge = '25%', maxUnavailable: unavailable = '25%' } =
    deployment.spec?.strategy?.rollingUpdate ?? {}
  const maxSurge = portion(surge, replicas, Math.ceil)
  const maxUnavailable = portion(unavailable, replicas, Math.floor)
  return { maxSurge, maxUnavailable: Math.min(maxSurge === 0 && maxUnavailable === 0 ? 1 : maxUnavailable, replicas) }
}

/** Older first; by name when they were created in the same second. */
export const byAge = (a: StoredReplicaSet, b: StoredReplicaSet): number =>
  order(a.metadata.creationTimestamp, b.metadata.creationTimestamp) || order(a.metadata.name, b.metadata.name)

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const portion = (value: number | string, of: number, round: (value: number) => number): number =>
  typeof value === 'string' && value.endsWith('%') ? round((Number.parseFloat(value) * of) / 100) : Number(value)
