import type { PodSpec, PodTemplateSpec } from 'kubernetes-types/core/v1.d.ts'
import { resources } from '../../api/resources.ts'
import type { ApiClient } from '../../api/types/api-client.ts'
import { ApiError } from '../../api/types/api-error.ts'
import type { DeepReadonly, KubeObject } from '../../api/types/object.ts'
import type { EventRecorder } from './event-recorder.ts'
import { controllerReference } from './owner-reference.ts'
import type { StoredPod } from './pods.ts'
import { isOfTerminatingNamespace } from './write-event.ts'

export interface OwnedPodsDependencies {
  readonly client: ApiClient
  readonly events: EventRecorder
}

/** What a pod has beyond its template. */
export interface PodExtras {
  /** Begin of the generated name; default: the owner's name. */
  readonly baseName?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
  readonly finalizers?: readonly string[]
  readonly spec?: (spec: DeepReadonly<PodSpec>) => DeepReadonly<PodSpec>
}

/** Makes and deletes pods for an owner, with the events that its controllers write. */
export const createOwnedPods = ({ client, events }: OwnedPodsDependencies) => {
  /** @returns the refusal, if the server refused */
  const create = (
    owner: KubeObject,
    template: DeepReadonly<PodTemplateSpec> | undefined,
    extras: PodExtras = {},
  ): ApiError | undefined => {
    const labels = { ...template?.metadata?.labels, ...extras.labels }
    const annotations = { ...template?.metadata?.annotations, ...extras.annotations }
    const { spec } = template ?? {}
    try {
      const pod = client.create(
        { resource: resources.pods, namespace: owner.metadata.namespace },
        {
          metadata: {
            generateName: `${extras.baseName ?? owner.metadata.name}-`,
            ...(Object.keys(labels).length === 0 ? {} : { labels }),
            ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
            ...(extras.finalizers === undefined ? {} : { finalizers: extras.finalizers }),
            ownerReferences: [controllerReference(owner)],
          },
          ...(spec === undefined ? {} : { spec: extras.spec?.(spec) ?? spec }),
        },
      )
      const message = `Created pod: ${pod.metadata.name}`
      events.record({ object: owner, type: 'Normal', reason: 'SuccessfulCreate', message })
      return undefined
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      if (!isOfTerminatingNamespace(error)) {
        const message = `Error creating: ${error.message}`
        events.record({ object: owner, type: 'Warning', reason: 'FailedCreate', message })
      }
      return error
    }
  }

  const remove = (owner: KubeObject, { metadata }: StoredPod): void => {
    const ref = { resource: resources.pods, namespace: metadata.namespace, name: metadata.name }
    if (client.find(ref)?.metadata.uid !== metadata.uid) return
    client.delete(ref)
    events.record({
      object: owner,
      type: 'Normal',
      reason: 'SuccessfulDelete',
      message: `Deleted pod: ${metadata.name}`,
    })
  }

  return { create, remove }
}
