import { resources } from '../../api/resources.ts'
import { ApiError } from '../../api/types/api-error.ts'
import type { ApiClient } from '../../api/types/api-client.ts'
import type { Simulation } from '../../engine/types.ts'
import type { EventRecorder } from '../base/event-recorder.ts'
import { isSame } from '../base/same.ts'
import { findCondition, newCondition, setCondition } from './deployment-conditions.ts'
import { byAge, desiredReplicas, type StoredDeployment, type StoredReplicaSet } from './replica-math.ts'
import { newSetAnnotations, REVISION, revisionOf, sizeAnnotations } from './revision.ts'
import { newSetReplicas } from './scale-plan.ts'
import { templateHash } from '../base/template-hash.ts'

const HASH = 'pod-template-hash'

export interface ReplicaSetsDependencies {
  readonly simulation: Simulation
  readonly client: ApiClient
  readonly events: EventRecorder
}

/** The ReplicaSets of Deployments: found, made, resized and forgotten. */
export const createReplicaSets = ({ simulation, client, events }: ReplicaSetsDependencies) => {
  /** As stored now, oldest first: writes of the same look are included. */
  const owned = (deployment: StoredDeployment): StoredReplicaSet[] => {
    const stored: StoredReplicaSet[] = []
    for (const set of client.list({ resource: resources.replicaSets, namespace: deployment.metadata.namespace })
      .items) {
      const owner = set.metadata.ownerReferences?.find((reference) => reference.controller === true)
      if (owner?.uid === deployment.metadata.uid) stored.push(set)
    }
    return stored.sort(byAge)
  }

  const newest = (deployment: StoredDeployment, sets: readonly StoredReplicaSet[]): StoredReplicaSet | undefined => {
    const template = withoutHash(deployment.spec?.template)
    return sets.find((set) => isSame(withoutHash(set.spec?.template), template))
  }

  /** Brings the revision of the newest ReplicaSet up to date, or makes that set when it is missing and may be made. */
  const refreshNewest = (
    deployment: StoredDeployment,
    sets: readonly StoredReplicaSet[],
    mayCreate: boolean,
  ): StoredReplicaSet | undefined => {
    const known = newest(deployment, sets)
    const older = sets.filter((set) => set !== known)
    const revision = Math.max(0, ...older.map(revisionOf)) + 1
    if (known !== undefined) return refresh(deployment, known, revision)
    return mayCreate ? create(deployment, sets, revision) : undefined
  }

  const refresh = (deployment: StoredDeployment, set: StoredReplicaSet, revision: number): StoredReplicaSet => {
    const annotations = newSetAnnotations(deployment, set.metadata.annotations, revision)
    const minReadySeconds = deployment.spec?.minReadySeconds
    const isCurrent =
      isSame(annotations, set.metadata.annotations) && (minReadySeconds ?? 0) === (set.spec?.minReadySeconds ?? 0)
    const stored = isCurrent
      ? set
      : client.patch(
          { resource: resources.replicaSets, namespace: set.metadata.namespace, name: set.metadata.name },
          { type: 'merge', body: { metadata: { annotations }, spec: { minReadySeconds: minReadySeconds ?? null } } },
        )
    noteRevision(deployment, annotations[REVISION] ?? '1')
    if (findCondition(deployment.status?.conditions ?? [], 'Progressing') === undefined) {
      noteProgress(deployment, 'FoundNewReplicaSet', `Found new replica set "${set.metadata.name}"`)
    }
    return stored
  }

  const create = (
    deployment: StoredDeployment,
    sets: readonly StoredReplicaSet[],
    revision: number,
  ): StoredReplicaSet | undefined => {
    const template = deployment.spec?.template
    if (template === undefined) return undefined
    const hash = templateHash(template, deployment.status?.collisionCount ?? 0)
    const replicas = newSetReplicas(deployment, sets, undefined)
    const labels = { ...template.metadata?.labels, [HASH]: hash }
    try {
      const set = client.create(
        { resource: resources.replicaSets, namespace: deployment.metadata.namespace },
        {
          metadata: {
            name: `${deployment.metadata.name}-${hash}`,
            labels,
            annotations: { ...newSetAnnotations(deployment, undefined, revision), ...sizeAnnotations(deployment) },
            ownerReferences: [
              {
                apiVersion: 'apps/v1',
                kind: 'Deployment',
                name: deployment.metadata.name,
                uid: deployment.metadata.uid,
                controller: true,
                blockOwnerDeletion: true,
              },
            ],
          },
          spec: {
            replicas,
            ...(deployment.spec?.minReadySeconds === undefined
              ? {}
              : { minReadySeconds: deployment.spec.minReadySeconds }),
            selector: {
              ...deployment.spec?.selector,
              matchLabels: { ...deployment.spec?.selector.matchLabels, [HASH]: hash },
            },
            template: { ...template, metadata: { ...template.metadata, labels } },
          },
        },
      )
      if (replicas > 0) noteScaling(deployment, set, 0, replicas)
      noteRevision(deployment, String(revision))
      noteProgress(deployment, 'NewReplicaSetCreated', `Created new replica set "${set.metadata.name}"`)
      return set
    } catch (error) {
      if (error instanceof ApiError && error.reason !== 'AlreadyExists') {
        noteProgress(
          deployment,
          'ReplicaSetCreateError',
          `Failed to create new replica set "${deployment.metadata.name}-${hash}": ${error.message}`,
          'False',
        )
      }
      throw error
    }
  }

  /** @returns whether the size changed */
  const resize = (deployment: StoredDeployment, set: StoredReplicaSet, replicas: number): boolean => {
    const before = desiredReplicas(set)
    const sizes = sizeAnnotations(deployment)
    const isAnnotated = Object.entries(sizes).every(([key, value]) => set.metadata.annotations?.[key] === value)
    if (before === replicas && isAnnotated) return false
    client.patch(
      { resource: resources.replicaSets, namespace: set.metadata.namespace, name: set.metadata.name },
      { type: 'merge', body: { metadata: { annotations: sizes }, spec: { replicas } } },
    )
    if (before === replicas) return false
    noteScaling(deployment, set, before, replicas)
    return true
  }

  const forgetOld = (deployment: StoredDeployment, sets: readonly StoredReplicaSet[]): void => {
    const limit = deployment.spec?.revisionHistoryLimit ?? 10
    const current = newest(deployment, sets)
    const idle = sets.filter(
      (set) => set.metadata.uid !== current?.metadata.uid && set.metadata.deletionTimestamp === undefined,
    )
    const surplus = [...idle].sort((a, b) => revisionOf(a) - revisionOf(b)).slice(0, Math.max(0, idle.length - limit))
    for (const set of surplus) {
      if ((set.status?.replicas ?? 0) > 0 || desiredReplicas(set) > 0) continue
      if ((set.metadata.generation ?? 0) > (set.status?.observedGeneration ?? 0)) continue
      client.delete({ resource: resources.replicaSets, namespace: set.metadata.namespace, name: set.metadata.name })
    }
  }

  const noteScaling = (deployment: StoredDeployment, set: StoredReplicaSet, from: number, to: number): void =>
    events.record({
      object: deployment,
      type: 'Normal',
      reason: 'ScalingReplicaSet',
      message: `Scaled ${to > from ? 'up' : 'down'} replica set ${set.metadata.name} from ${from} to ${to}`,
    })

  const refOf = (deployment: StoredDeployment) => ({
    resource: resources.deployments,
    namespace: deployment.metadata.namespace,
    name: deployment.metadata.name,
  })

  const noteRevision = (deployment: StoredDeployment, revision: string): void => {
    if (deployment.metadata.annotations?.[REVISION] === revision) return
    client.patch(refOf(deployment), { type: 'merge', body: { metadata: { annotations: { [REVISION]: revision } } } })
  }

  const noteProgress = (deployment: StoredDeployment, reason: string, message: string, status = 'True'): void => {
    const current = client.get(refOf(deployment))
    const conditions = current.status?.conditions ?? []
    const next = setCondition(conditions, newCondition(simulation.nowMs(), 'Progressing', status, reason, message))
    if (next === conditions) return
    client.update(refOf(deployment), { ...current, status: { ...current.status, conditions: next } }, 'status')
  }

  return { owned, newest, refreshNewest, resize, forgetOld }
}

const withoutHash = (template: unknown): unknown => {
  const { metadata, ...rest } = (template ?? {}) as { readonly metadata?: { readonly labels?: Record<string, string> } }
  const { [HASH]: _, ...labels } = metadata?.labels ?? {}
  return { ...rest, metadata: { ...metadata, labels } }
}
