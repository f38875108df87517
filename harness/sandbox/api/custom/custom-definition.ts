import type { CustomResourceDefinition } from 'kubernetes-types/apiextensions/v1.d.ts'
import { ALL_VERBS } from '../kinds/row.ts'
import type { SchemaSource } from '../schema/load-schemas.ts'
import type { KubeObject, Stored } from '../types/object.ts'
import type { PrinterColumn, ResourceDefinition, Subresources } from '../types/resource.ts'
import type { ObjectSchema } from '../types/schema.ts'
import type { JsonSchema } from './json-schema.ts'
import { customObjectSchema } from './object-schema.ts'
import { withSchemaDefaults } from './schema-defaults.ts'
import { schemaErrors } from './schema-errors.ts'

/** The row of the kind that a CustomResourceDefinition describes, at the version that it stores; `undefined` if that is not served. */
export const customDefinition = (
  schemas: SchemaSource,
  { spec }: Stored<CustomResourceDefinition>,
): ResourceDefinition | undefined => {
  const version = spec.versions.find(({ storage }) => storage)
  if (version?.served !== true) return undefined
  const { names } = spec
  const schema = (version.schema?.openAPIV3Schema ?? { 'x-kubernetes-preserve-unknown-fields': true }) as JsonSchema
  let objectSchema: ObjectSchema | undefined
  return {
    group: spec.group,
    version: version.name,
    kind: names.kind,
    listKind: names.listKind ?? `${names.kind}List`,
    plural: names.plural,
    singular: names.singular ?? names.kind.toLowerCase(),
    shortNames: names.shortNames ?? [],
    categories: names.categories ?? [],
    namespaced: spec.scope === 'Namespaced',
    verbs: ALL_VERBS,
    subresources: subresourcesOf(version.subresources),
    generations: true,
    // Most kinds are never written.
    get schema() {
      return (objectSchema ??= customObjectSchema(schemas, names.kind, schema))
    },
    columns: (version.additionalPrinterColumns ?? []) as readonly PrinterColumn[],
    strategy: {
      defaults: (object) => withSchemaDefaults(schema, object) as KubeObject,
      validate: (object) => schemaErrors(schema, object),
    },
    custom: true,
  }
}

type Declared = Stored<CustomResourceDefinition>['spec']['versions'][number]['subresources']

const subresourcesOf = (declared: Declared): Subresources => ({
  ...(declared?.status === undefined ? {} : { status: true }),
  ...(declared?.scale === undefined
    ? {}
    : {
        scale: {
          specReplicas: withoutDot(declared.scale.specReplicasPath),
          statusReplicas: withoutDot(declared.scale.statusReplicasPath),
          ...(declared.scale.labelSelectorPath === undefined
            ? {}
            : { selector: withoutDot(declared.scale.labelSelectorPath) }),
        },
      }),
})

const withoutDot = (path: string): string => path.replace(/^\./, '')
