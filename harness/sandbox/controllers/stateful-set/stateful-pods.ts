import type { PodTemplateSpec } from 'kubernetes-types/core/v1.d.ts'
import { resources } from '../../api/resources.ts'
import type { ApiClient } from '../../api/types/api-client.ts'
import { ApiError } from '../../api/types/api-error.ts'
import type { DeepReadonly } from '../../api/types/object.ts'
import type { EventRecorder } from '../base/event-recorder.ts'
import { controllerReference } from '../base/owner-reference.ts'
import type { StoredPod } from '../base/pods.ts'
import { claimNameOf, podNameOf, podOfOrdinal, type StoredStatefulSet } from './identity.ts'

export interface StatefulPodsDependencies {
  readonly client: ApiClient
  readonly events: EventRecorder
}

/** Makes and deletes the pods of StatefulSets, with their claims. Source of the words: pkg/controller/statefulset/stateful_pod_control.go. */
export const createStatefulPods = ({ client, events }: StatefulPodsDependencies) => {
  /** @throws {ApiError} when the server refuses the pod or one of its claims */
  const create = (
    set: StoredStatefulSet,
    template: DeepReadonly<PodTemplateSpec>,
    revision: string,
    ordinal: number,
  ): void => {
    const name = podNameOf(set, ordinal)
    attempt(set, 'create', `Pod ${name}`, () => {
      createClaims(set, name)
      client.create(
        { resource: resources.pods, namespace: set.metadata.namespace },
        podOfOrdinal(set, template, revision, ordinal),
      )
    })
  }

  const createClaims = (set: StoredStatefulSet, podName: string): void => {
    const { namespace } = set.metadata
    const isDeletedToo = set.spec?.persistentVolumeClaimRetentionPolicy?.whenDeleted === 'Delete'
    for (const { metadata, spec } of set.spec?.volumeClaimTemplates ?? []) {
      const name = claimNameOf(metadata?.name ?? '', podName)
      if (client.find({ resource: resources.persistentVolumeClaims, namespace, name }) !== undefined) continue
      const labels = { ...metadata?.labels, ...set.spec?.selector.matchLabels }
      try {
        client.create(
          { resource: resources.persistentVolumeClaims, namespace },
          {
            metadata: {
              name,
              ...(Object.keys(labels).length === 0 ? {} : { labels }),
              ...(metadata?.annotations === undefined ? {} : { annotations: metadata.annotations }),
              ...(isDeletedToo ? { ownerReferences: [controllerReference(set)] } : {}),
            },
            ...(spec === undefined ? {} : { spec }),
          },
        )
      } catch (error) {
        if (error instanceof ApiError) {
          const message = `create Claim ${name} for Pod ${podName} in StatefulSet ${set.metadata.name} failed error: ${error.message}`
          events.record({ object: set, type: 'Warning', reason: 'FailedCreate', message })
        }
        throw error
      }
      const message = `create Claim ${name} Pod ${podName} in StatefulSet ${set.metadata.name} success`
      events.record({ object: set, type: 'Normal', reason: 'SuccessfulCreate', message })
    }
  }

  const remove = (set: StoredStatefulSet, { metadata }: StoredPod): void => {
    const ref = { resource: resources.pods, namespace: metadata.namespace, name: metadata.name }
    attempt(set, 'delete', `Pod ${metadata.name}`, () => client.delete(ref, { preconditions: { uid: metadata.uid } }))
  }

  const attempt = (set: StoredStatefulSet, verb: 'create' | 'delete', what: string, action: () => unknown): void => {
    const reason = verb === 'create' ? 'Create' : 'Delete'
    const head = `${verb} ${what} in StatefulSet ${set.metadata.name}`
    try {
      action()
    } catch (error) {
      if (error instanceof ApiError) {
        const message = `${head} failed error: ${error.message}`
        events.record({ object: set, type: 'Warning', reason: `Failed${reason}`, message })
      }
      throw error
    }
    events.record({ object: set, type: 'Normal', reason: `Successful${reason}`, message: `${head} successful` })
  }

  /** A failed pod makes room for its successor under the same name. */
  const clear = (set: StoredStatefulSet, pod: StoredPod): void => {
    const { namespace, name } = pod.metadata
    events.record({
      object: set,
      type: 'Warning',
      reason: 'RecreatingFailedPod',
      message: `StatefulSet ${namespace}/${set.metadata.name} is recreating failed Pod ${name}`,
    })
    remove(set, pod)
  }

  return { create, remove, clear }
}
