import type { Pod, PodCondition } from 'kubernetes-types/core/v1.d.ts'
import { type Core, formatTime } from '../core.ts'
import { authorize } from '../rbac/authorize.ts'
import { conflict } from '../refuse.ts'
import type { DeepReadonly, KubeObject, Stored } from '../types/object.ts'
import type { ObjectRef, RequestContext } from '../types/request.ts'
import { commitPut } from './commit.ts'
import { attributesOf, definitionFor, existing } from './context.ts'

/** Puts a pod on a node and notes that it is scheduled. @throws {ApiError} 409 when it is on a node or on its way out */
export const bind = (core: Core, context: RequestContext, ref: ObjectRef, nodeName: string): void => {
  const definition = definitionFor(core, ref.resource, 'update')
  const { namespace, name } = ref
  authorize(core, context, attributesOf(definition, 'create', { namespace, name, subresource: 'binding' }))
  const pod = existing(core, definition, ref) as Stored<Pod>
  const binding = { group: '', plural: 'pods/binding' }
  if (pod.metadata.deletionTimestamp !== undefined) {
    throw conflict(binding, name, `pod ${name} is being deleted, cannot be assigned to a host`)
  }
  if (pod.spec?.nodeName !== undefined) {
    throw conflict(binding, name, `pod ${name} is already assigned to node "${pod.spec.nodeName}"`)
  }
  const scheduled: DeepReadonly<PodCondition> = {
    type: 'PodScheduled',
    status: 'True',
    lastProbeTime: null as unknown as string,
    lastTransitionTime: formatTime(core.simulation.nowMs()),
  }
  const others = (pod.status?.conditions ?? []).filter((condition) => condition.type !== 'PodScheduled')
  const bound = {
    ...pod,
    spec: { ...pod.spec, nodeName },
    status: { ...pod.status, conditions: [...others, scheduled] },
  }
  commitPut(core, context, definition, bound as KubeObject, pod, { verb: 'create', subresource: 'binding' })
}
