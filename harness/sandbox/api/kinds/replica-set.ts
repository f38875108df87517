import type { ReplicaSet } from 'kubernetes-types/apps/v1.d.ts'
import { invalidValue } from '../field-errors.ts'
import type { KubeObject, Stored } from '../types/object.ts'
import type { Strategy } from '../types/resource.ts'
import { templateDefaults } from './pod-defaults.ts'
import { NOT_NEGATIVE, validateTemplate } from './pod-validation.ts'
import { isSelected, validateSameSelector, validateSelector } from './selector.ts'
import { withChanged, withDefaults } from './with-defaults.ts'

export const replicaSetStrategy: Strategy = {
  defaults: (object) =>
    withChanged(withDefaults(object, { spec: {} }), 'spec', (spec) =>
      withChanged(withDefaults(spec, { replicas: 1 }), 'template', templateDefaults),
    ),
  // The server starts a status with the number that a client would miss otherwise.
  prepareCreate: (object) => ({ ...object, status: { replicas: 0 } }) as KubeObject,
  validate: (object) => {
    const { spec } = asReplicaSet(object)
    const replicas = spec?.replicas ?? 1
    return [
      ...(replicas < 0 ? [invalidValue('spec.replicas', replicas, NOT_NEGATIVE)] : []),
      ...validateSelector(spec?.selector),
      ...validateTemplate(spec?.selector, spec?.template, isSelected(spec?.selector, spec?.template)),
    ]
  },
  validateUpdate: (object, old) =>
    validateSameSelector(asReplicaSet(object).spec?.selector, asReplicaSet(old).spec?.selector),
  selectableFields: (object) => ({ 'status.replicas': String(asReplicaSet(object).status?.replicas ?? 0) }),
}

const asReplicaSet = (object: KubeObject): Stored<ReplicaSet> => object as Stored<ReplicaSet>
