import type { LabelSelector } from 'kubernetes-types/meta/v1.d.ts'
import { resources } from '../../api/resources.ts'
import type { ApiClient } from '../../api/types/api-client.ts'
import type { DeepReadonly, KubeObject } from '../../api/types/object.ts'
import type { Informers } from './informers.ts'
import { matchesSelector } from './labels.ts'
import { controllerReference } from './owner-reference.ts'
import { isActive, type StoredPod } from './pods.ts'

export interface ClaimDependencies {
  readonly client: ApiClient
  readonly informers: Pick<Informers, 'pods'>
}

/**
 * Pods of an owner: orphans that match its selector (and `fits`) are adopted, members that match no longer are let go.
 * Source of the rules: k8s.io/kubernetes, pkg/controller/controller_ref_manager.go.
 */
export const claimPods = (
  { client, informers }: ClaimDependencies,
  owner: KubeObject,
  selector: DeepReadonly<LabelSelector> | undefined,
  fits: (pod: StoredPod) => boolean = () => true,
): StoredPod[] => {
  const isGoing = owner.metadata.deletionTimestamp !== undefined
  const own = (pod: StoredPod, ownerReferences: readonly object[]): StoredPod =>
    client.patch(
      { resource: resources.pods, namespace: pod.metadata.namespace, name: pod.metadata.name },
      { type: 'merge', body: { metadata: { ownerReferences } } },
    )
  const matches = (pod: StoredPod): boolean => matchesSelector(pod.metadata.labels, selector) && fits(pod)
  const claimed: StoredPod[] = []
  for (const pod of informers.pods.ownedBy(owner.metadata.uid)) {
    if (matches(pod)) claimed.push(pod)
    else if (pod.metadata.deletionTimestamp === undefined) own(pod, [])
  }
  if (isGoing) return claimed
  for (const pod of informers.pods.orphansIn(owner.metadata.namespace ?? '')) {
    if (isActive(pod) && matches(pod)) claimed.push(own(pod, [controllerReference(owner)]))
  }
  return claimed
}
