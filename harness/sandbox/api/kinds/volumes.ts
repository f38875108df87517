import type { PersistentVolumeClaim } from 'kubernetes-types/core/v1.d.ts'
import { forbiddenField } from '../field-errors.ts'
import { jsonEqual } from '../merge/json.ts'
import { compareQuantities } from '../quantity.ts'
import type { FieldError } from '../types/api-error.ts'
import type { KubeObject, Stored } from '../types/object.ts'
import type { Strategy } from '../types/resource.ts'
import { type Fields, withChanged, withDefaults } from './with-defaults.ts'

export const persistentVolumeClaimStrategy: Strategy = {
  defaults: (object) => withChanged(object, 'spec', volumeClaimDefaults),
  prepareCreate: (object) => pending(object, 'kubernetes.io/pvc-protection'),
  validateUpdate: (object, old) => validateClaim(asClaim(object), asClaim(old)),
}

export const persistentVolumeStrategy: Strategy = {
  defaults: (object) =>
    withChanged(object, 'spec', (spec) =>
      withDefaults(spec, { persistentVolumeReclaimPolicy: 'Retain', volumeMode: 'Filesystem' }),
    ),
  prepareCreate: (object) => pending(object, 'kubernetes.io/pv-protection'),
  validateUpdate: (object, old) =>
    jsonEqual(volumeSource(object), volumeSource(old))
      ? []
      : [forbiddenField('spec.persistentvolumesource', 'spec.persistentvolumesource is immutable after creation')],
}

/** Storage in use outlives its deletion (admission plugin StorageObjectInUseProtection). */
const pending = (object: KubeObject, finalizer: string): KubeObject => {
  const finalizers = object.metadata.finalizers ?? []
  const held = finalizers.includes(finalizer) ? finalizers : [...finalizers, finalizer]
  return { ...object, metadata: { ...object.metadata, finalizers: held }, status: { phase: 'Pending' } } as KubeObject
}

export const volumeClaimDefaults = (spec: Fields): Fields => withDefaults(spec, { volumeMode: 'Filesystem' })

const asClaim = (object: KubeObject): Stored<PersistentVolumeClaim> => object as Stored<PersistentVolumeClaim>

const IMMUTABLE =
  'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims'

/** Once bound, a claim can ask for more, and nothing else; before, its volume can be named too. */
const validateClaim = (
  { spec, status }: Stored<PersistentVolumeClaim>,
  old: Stored<PersistentVolumeClaim>,
): readonly FieldError[] => {
  const isBinding = (old.spec?.volumeName ?? '') === ''
  const fixed = (claim: typeof spec): object => ({
    ...claim,
    resources: undefined,
    volumeAttributesClassName: undefined,
    ...(isBinding ? { volumeName: undefined } : {}),
  })
  if (!jsonEqual(fixed(spec), fixed(old.spec))) {
    return [forbiddenField('spec', IMMUTABLE)]
  }
  const [next = '0', before = '0'] = [spec, old.spec].map((claim) => claim?.resources?.requests?.['storage'])
  if (compareQuantities(next, before) < 0) {
    const detail = 'field can not be less than status.capacity'
    return [forbiddenField('spec.resources.requests.storage', detail)]
  }
  if (compareQuantities(next, before) > 0 && status?.phase !== 'Bound') {
    return [forbiddenField('spec', IMMUTABLE)]
  }
  return []
}

/** The part of a volume that says where its data lies: whatever is none of the fields that all volumes have. */
const volumeSource = (object: KubeObject): unknown => {
  const { spec } = object as KubeObject & { readonly spec?: Fields }
  return Object.fromEntries(Object.entries(spec ?? {}).filter(([name]) => !COMMON_VOLUME_FIELDS.includes(name)))
}

const COMMON_VOLUME_FIELDS: readonly string[] = [
  'accessModes',
  'capacity',
  'claimRef',
  'mountOptions',
  'nodeAffinity',
  'persistentVolumeReclaimPolicy',
  'storageClassName',
  'volumeAttributesClassName',
  'volumeMode',
]
