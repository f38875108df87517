import type { StatefulSet } from 'kubernetes-types/apps/v1.d.ts'
import { forbiddenField, invalidValue } from '../field-errors.ts'
import { jsonEqual } from '../merge/json.ts'
import type { KubeObject, Stored } from '../types/object.ts'
import type { Strategy } from '../types/resource.ts'
import { templateDefaults } from './pod-defaults.ts'
import { NOT_NEGATIVE, validateTemplate } from './pod-validation.ts'
import { isSelected, validateSelector } from './selector.ts'
import { volumeClaimDefaults } from './volumes.ts'
import { type Fields, withChanged, withDefaults, withItems } from './with-defaults.ts'

export const statefulSetStrategy: Strategy = {
  defaults: (object) => withChanged(withDefaults(object, { spec: {} }), 'spec', specDefaults),
  prepareCreate: (object) => ({ ...object, status: { replicas: 0, availableReplicas: 0 } }) as KubeObject,
  validate: (object) => {
    const { spec } = asStatefulSet(object)
    const replicas = spec?.replicas ?? 1
    return [
      ...(replicas < 0 ? [invalidValue('spec.replicas', replicas, NOT_NEGATIVE)] : []),
      ...validateSelector(spec?.selector),
      ...validateTemplate(spec?.selector, spec?.template, isSelected(spec?.selector, spec?.template)),
    ]
  },
  validateUpdate: (object, old) =>
    jsonEqual(fixedPart(object), fixedPart(old)) ? [] : [forbiddenField('spec', IMMUTABLE)],
}

const IMMUTABLE =
  "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden"

const asStatefulSet = (object: KubeObject): Stored<StatefulSet> => object as Stored<StatefulSet>

const fixedPart = (object: KubeObject): unknown => {
  const { selector, serviceName, podManagementPolicy, volumeClaimTemplates } = asStatefulSet(object).spec ?? {}
  return { selector, serviceName, podManagementPolicy, volumeClaimTemplates }
}

const specDefaults = (spec: Fields): Fields => {
  let result = withDefaults(spec, {
    persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
    podManagementPolicy: 'OrderedReady',
    replicas: 1,
    revisionHistoryLimit: 10,
    serviceName: '',
    updateStrategy: {},
  })
  result = withChanged(result, 'template', templateDefaults)
  result = withItems(result, 'volumeClaimTemplates', (claim) =>
    withChanged(
      withDefaults(claim, { apiVersion: 'v1', kind: 'PersistentVolumeClaim', status: { phase: 'Pending' } }),
      'spec',
      volumeClaimDefaults,
    ),
  )
  return withChanged(result, 'updateStrategy', (strategy) => {
    const typed = withDefaults(strategy, { type: 'RollingUpdate' })
    if (typed['type'] !== 'RollingUpdate') return typed
    return withChanged(withDefaults(typed, { rollingUpdate: {} }), 'rollingUpdate', (update) =>
      withDefaults(update, { partition: 0 }),
    )
  })
}
