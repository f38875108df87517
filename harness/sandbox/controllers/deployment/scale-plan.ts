import {
  desiredReplicas,
  isRollingUpdate,
  rollingLimits,
  type StoredDeployment,
  type StoredReplicaSet,
  sumAvailable,
  sumDesired,
  byAge,
} from './replica-math.ts'
import { MAX_REPLICAS } from './revision.ts'

/** A new size for a ReplicaSet. */
export interface Resize {
  readonly set: StoredReplicaSet
  readonly replicas: number
}

/** How many pods the newest ReplicaSet may have now. Source: deployment_util.go, NewRSNewReplicas. */
export const newSetReplicas = (
  deployment: StoredDeployment,
  sets: readonly StoredReplicaSet[],
  newSet: StoredReplicaSet | undefined,
): number => {
  const desired = desiredReplicas(deployment)
  if (!isRollingUpdate(deployment)) return desired
  const current = newSet === undefined ? 0 : desiredReplicas(newSet)
  const room = desired + rollingLimits(deployment).maxSurge - sumDesired(sets)
  return room <= 0 ? current : current + Math.min(room, desired - current)
}

/** What the older ReplicaSets give up now: first pods that are not available anyway. Source: rolling.go. */
export const shrinkOldSets = (
  deployment: StoredDeployment,
  sets: readonly StoredReplicaSet[],
  oldSets: readonly StoredReplicaSet[],
  newSet: StoredReplicaSet,
): readonly Resize[] => {
  const minAvailable = desiredReplicas(deployment) - rollingLimits(deployment).maxUnavailable
  const newUnavailable = desiredReplicas(newSet) - (newSet.status?.availableReplicas ?? 0)
  const budget = sumDesired(sets) - minAvailable - newUnavailable
  if (budget <= 0) return []
  const sizes = new Map(oldSets.map((set) => [set, desiredReplicas(set)]))
  const ordered = [...oldSets].sort(byAge)
  let cleaned = 0
  for (const set of ordered) {
    const size = sizes.get(set) ?? 0
    const unhealthy = Math.max(0, size - (set.status?.availableReplicas ?? 0))
    const gone = Math.min(budget - cleaned, unhealthy)
    sizes.set(set, size - gone)
    cleaned += gone
  }
  let spare = sumAvailable(sets) - minAvailable
  for (const set of ordered) {
    const gone = Math.max(0, Math.min(sizes.get(set) ?? 0, spare))
    sizes.set(set, (sizes.get(set) ?? 0) - gone)
    spare -= gone
  }
  return ordered
    .map((set) => ({ set, replicas: sizes.get(set) ?? 0 }))
    .filter(({ set, replicas }) => replicas !== desiredReplicas(set))
}

/** Spreads a change of `spec.replicas` over ReplicaSets in proportion to their size. Source: sync.go, scale. */
export const scaleInProportion = (
  deployment: StoredDeployment,
  sets: readonly StoredReplicaSet[],
): readonly Resize[] => {
  const active = sets.filter((set) => desiredReplicas(set) > 0)
  const allowed = desiredReplicas(deployment) > 0 ? desiredReplicas(deployment) + rollingLimits(deployment).maxSurge : 0
  const toAdd = allowed - sumDesired(active)
  const sign = toAdd > 0 ? -1 : 1
  const ordered = [...active].sort((a, b) => desiredReplicas(b) - desiredReplicas(a) || sign * byAge(a, b))
  let added = 0
  const resized = ordered.map((set) => {
    const share = toAdd === 0 ? 0 : proportion(deployment, set, toAdd, added)
    added += share
    return { set, replicas: desiredReplicas(set) + share }
  })
  const first = resized[0]
  if (first === undefined) return []
  const leftover = toAdd - added
  return [{ set: first.set, replicas: Math.max(0, first.replicas + leftover) }, ...resized.slice(1)]
}

const proportion = (deployment: StoredDeployment, set: StoredReplicaSet, toAdd: number, added: number): number => {
  const size = desiredReplicas(set)
  const surge = rollingLimits(deployment).maxSurge
  const before = Number(set.metadata.annotations?.[MAX_REPLICAS] ?? 0) || (deployment.status?.replicas ?? size)
  const target =
    desiredReplicas(deployment) === 0 ? 0 : Math.round((size * (desiredReplicas(deployment) + surge)) / before)
  const share = target - size
  const rest = toAdd - added
  return toAdd > 0 ? Math.min(share, rest) : Math.max(share, rest)
}
