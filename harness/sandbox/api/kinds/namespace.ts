import type { Namespace } from 'kubernetes-types/core/v1.d.ts'
import type { KubeObject, Stored } from '../types/object.ts'
import type { Strategy } from '../types/resource.ts'

export const namespaceStrategy: Strategy = {
  nameRule: 'label',
  defaults: (object) => {
    const { labels } = object.metadata
    const name = object.metadata.name
    if (labels?.[NAME_LABEL] === name) return object
    return { ...object, metadata: { ...object.metadata, labels: { ...labels, [NAME_LABEL]: name } } }
  },
  prepareCreate: (object) =>
    ({ ...object, spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } }) as KubeObject,
  // Finalizers of the spec change through the subresource `finalize` only.
  prepareUpdate: (object, old) => ({ ...object, spec: asNamespace(old).spec }) as KubeObject,
  prepareDelete: (object) =>
    ({ ...object, status: { ...asNamespace(object).status, phase: 'Terminating' } }) as KubeObject,
  isHeld: (object) => (asNamespace(object).spec?.finalizers ?? []).length > 0,
  selectableFields: (object) => ({ 'status.phase': asNamespace(object).status?.phase ?? '' }),
}

const NAME_LABEL = 'kubernetes.io/metadata.name'

const asNamespace = (object: KubeObject): Stored<Namespace> => object as Stored<Namespace>
