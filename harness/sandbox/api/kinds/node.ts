import type { Node } from 'kubernetes-types/core/v1.d.ts'
import type { KubeObject, Stored } from '../types/object.ts'
import type { Strategy } from '../types/resource.ts'
import { withDefaults } from './with-defaults.ts'

export const nodeStrategy: Strategy = {
  defaults: (object) => withDefaults(object, { spec: {} }),
  selectableFields: (object) => ({ 'spec.unschedulable': String(asNode(object).spec?.unschedulable ?? false) }),
}

const asNode = (object: KubeObject): Stored<Node> => object as Stored<Node>
