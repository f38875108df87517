import type { LabelSelector } from 'kubernetes-types/meta/v1.d.ts'
import { resources } from '../../api/resources.ts'
import { ApiError } from '../../api/types/api-error.ts'
import type { DeepReadonly, KubeObject } from '../../api/types/object.ts'
import { selectorText } from '../columns/selector-text.ts'
import type { Session } from '../session.ts'

/** `2 Running / 0 Waiting / 0 Succeeded / 0 Failed`, of the pods that an object controls. */
export const podCounts = async (
  session: Session,
  owner: KubeObject,
  selector: DeepReadonly<LabelSelector> | undefined,
): Promise<string> => {
  const { namespace, uid } = owner.metadata
  try {
    const list = await session.request((client) =>
      client.list({ resource: resources.pods, namespace }, { labelSelector: selectorText(selector) }),
    )
    const owned = list.items.filter(({ metadata }) =>
      metadata.ownerReferences?.some((reference) => reference.uid === uid),
    )
    const count = (phase: string): number => owned.filter(({ status }) => status?.phase === phase).length
    return `${count('Running')} Running / ${count('Pending')} Waiting / ${count('Succeeded')} Succeeded / ${count('Failed')} Failed`
  } catch (error) {
    if (error instanceof ApiError) return `error in fetching pods: ${error.message}`
    throw error
  }
}
