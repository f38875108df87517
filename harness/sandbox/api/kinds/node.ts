import type { Node } from 'kubernetes-types/core/v1.d.ts'
import type { KubeObject, Stored } from '../types/object.ts'
import type { Strategy } from '../types/resource.ts'
import { withDefaults } from './with-defaults.ts'

export const nodeStrategy: Strategy = {
  defaults: (object) => withDefaults(object, { spec: {} }),
  // Cordoning and the unschedulable taint go together; the node lifecycle controller does it within the same second.
  prepareUpdate: (object, old, { nowMs }) => {
    const isCordoned = asNode(object).spec?.unschedulable === true
    if (isCordoned === (asNode(old).spec?.unschedulable === true)) return object
    const { taints = [], ...spec } = asNode(object).spec ?? {}
    const others = taints.filter((taint) => taint.key !== CORDON)
    const timeAdded = `${new Date(nowMs).toISOString().slice(0, 19)}Z`
    const next = isCordoned ? [...others, { effect: 'NoSchedule', key: CORDON, timeAdded }] : others
    return { ...object, spec: { ...spec, ...(next.length === 0 ? {} : { taints: next }) } } as KubeObject
  },
  selectableFields: (object) => ({ 'spec.unschedulable': String(asNode(object).spec?.unschedulable ?? false) }),
}

const CORDON = 'node.kubernetes.io/unschedulable'

const asNode = (object: KubeObject): Stored<Node> => object as Stored<Node>
