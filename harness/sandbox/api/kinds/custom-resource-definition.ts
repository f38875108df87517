import type { CustomResourceDefinition } from 'kubernetes-types/apiextensions/v1.d.ts'
import { forbiddenField, invalidValue, notSupported, required } from '../field-errors.ts'
import type { FieldError } from '../types/api-error.ts'
import type { KubeObject, Stored } from '../types/object.ts'
import type { Strategy } from '../types/resource.ts'
import { withChanged, withDefaults } from './with-defaults.ts'

/** Holds a definition until the objects of its kind are gone. */
export const CLEANUP_FINALIZER = 'customresourcecleanup.apiextensions.k8s.io'

export const customResourceDefinitionStrategy: Strategy = {
  defaults: (object) =>
    withChanged(object, 'spec', (spec) =>
      withChanged(withDefaults(spec, { conversion: { strategy: 'None' } }), 'names', (names) =>
        withDefaults(names, {
          listKind: `${String(names['kind'])}List`,
          singular: String(names['kind']).toLowerCase(),
        }),
      ),
    ),
  prepareCreate: (object) => {
    const { finalizers = [] } = object.metadata
    const held = finalizers.includes(CLEANUP_FINALIZER) ? finalizers : [...finalizers, CLEANUP_FINALIZER]
    return { ...object, metadata: { ...object.metadata, finalizers: held } }
  },
  validate: (object) => validate(asDefinition(object)),
  validateUpdate: (object, old) => {
    const [next, before] = [asDefinition(object).spec, asDefinition(old).spec]
    const detail = 'field is immutable'
    return [
      ...(next.group === before.group ? [] : [invalidValue('spec.group', next.group, detail)]),
      ...(next.names.plural === before.names.plural
        ? []
        : [invalidValue('spec.names.plural', next.names.plural, detail)]),
      ...(next.scope === before.scope ? [] : [invalidValue('spec.scope', next.scope, detail)]),
    ]
  },
}

const asDefinition = (object: KubeObject): Stored<CustomResourceDefinition> =>
  object as Stored<CustomResourceDefinition>

const validate = ({ metadata, spec }: Stored<CustomResourceDefinition>): readonly FieldError[] => {
  const errors: FieldError[] = []
  const { group, names, scope, versions } = spec ?? {}
  if (group === undefined) errors.push(required('spec.group'))
  if (names?.plural === undefined) errors.push(required('spec.names.plural'))
  if (names?.kind === undefined) errors.push(required('spec.names.kind'))
  if (errors.length === 0 && metadata.name !== `${names.plural}.${group}`) {
    errors.push(invalidValue('metadata.name', metadata.name, 'must be spec.names.plural+"."+spec.group'))
  }
  if (scope === undefined) errors.push(required('spec.scope'))
  else if (!SCOPES.includes(scope)) errors.push(notSupported('spec.scope', scope, SCOPES))
  const stored = (versions ?? []).filter(({ storage }) => storage)
  if (stored.length !== 1) {
    const detail = 'must have exactly one version marked as storage version'
    errors.push(
      invalidValue(
        'spec.versions',
        (versions ?? []).map(({ name }) => name),
        detail,
      ),
    )
  }
  for (const [index, version] of (versions ?? []).entries()) {
    const field = `spec.versions[${index}]`
    const schema = version.schema?.openAPIV3Schema as { readonly type?: string } | undefined
    if (schema === undefined) errors.push(required(`${field}.schema.openAPIV3Schema`, 'schemas are required'))
    else if (schema.type === undefined) {
      errors.push(required(`${field}.schema.openAPIV3Schema.type`, 'must not be empty at the root'))
    } else if (schema.type !== 'object') {
      errors.push(forbiddenField(`${field}.schema.openAPIV3Schema.type`, 'must be object at the root'))
    }
  }
  return errors
}

const SCOPES: readonly string[] = ['Cluster', 'Namespaced']
