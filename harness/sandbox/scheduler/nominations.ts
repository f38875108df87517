import type { StoredPod } from '../controllers/base/pods.ts'
import { priorityOf } from './preemption.ts'

/** Places that pods wait for, promised to them when others were sent away. */
export const createNominations = () => {
  const promised = new Map<string, { readonly pod: StoredPod; readonly node: string }>()
  return {
    add: (pod: StoredPod, node: string): void => void promised.set(pod.metadata.uid, { pod, node }),
    forget: (uid: string): void => void promised.delete(uid),
    /** Pods that go before this one, by node. */
    before: (pod: StoredPod): ReadonlyMap<string, readonly StoredPod[]> => {
      const byNode = new Map<string, StoredPod[]>()
      for (const { pod: other, node } of promised.values()) {
        if (other.metadata.uid === pod.metadata.uid || priorityOf(other) < priorityOf(pod)) continue
        byNode.set(node, [...(byNode.get(node) ?? []), other])
      }
      return byNode
    },
  }
}
