import type { StoredDeployment, StoredReplicaSet } from './replica-math.ts'
import { desiredReplicas, rollingLimits } from './replica-math.ts'

export const REVISION = 'deployment.kubernetes.io/revision'
export const DESIRED_REPLICAS = 'deployment.kubernetes.io/desired-replicas'
export const MAX_REPLICAS = 'deployment.kubernetes.io/max-replicas'
const HISTORY = 'deployment.kubernetes.io/revision-history'

const NOT_COPIED = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  REVISION,
  HISTORY,
  DESIRED_REPLICAS,
  MAX_REPLICAS,
  'deprecated.deployment.rollback.to',
])

export const revisionOf = (object: StoredDeployment | StoredReplicaSet): number =>
  Number(object.metadata.annotations?.[REVISION] ?? 0)

/** Annotations of the newest ReplicaSet: the Deployment's, and its revision and history. What it was sized for stays: a later scaling starts from there. */
export const newSetAnnotations = (
  deployment: StoredDeployment,
  current: Readonly<Record<string, string>> | undefined,
  revision: number,
): Readonly<Record<string, string>> => {
  const copied = Object.entries(deployment.metadata.annotations ?? {}).filter(([key]) => !NOT_COPIED.has(key))
  const old = current?.[REVISION]
  const isNewer = old === undefined || Number(old) < revision
  const history = [...(current?.[HISTORY] ?? '').split(','), ...(old !== undefined && isNewer ? [old] : [])].filter(
    (entry) => entry !== '',
  )
  return {
    ...current,
    ...Object.fromEntries(copied),
    ...(isNewer ? { [REVISION]: String(revision) } : {}),
    ...(history.length === 0 ? {} : { [HISTORY]: history.join(',') }),
  }
}

export const sizeAnnotations = (deployment: StoredDeployment): Readonly<Record<string, string>> => ({
  [DESIRED_REPLICAS]: String(desiredReplicas(deployment)),
  [MAX_REPLICAS]: String(desiredReplicas(deployment) + rollingLimits(deployment).maxSurge),
})
