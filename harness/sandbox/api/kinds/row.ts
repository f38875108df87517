import type { SchemaSource } from '../schema/load-schemas.ts'
import type { ResourceDefinition, Strategy, Subresources, Verb } from '../types/resource.ts'

export const ALL_VERBS: readonly Verb[] = [
  'create',
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'update',
  'watch',
]

/** What differs from kind to kind. */
export interface Row {
  /** `group/version`, or `v1` for the core group. */
  readonly at: string
  readonly kind: string
  readonly plural: string
  readonly short?: readonly string[]
  readonly categories?: readonly string[]
  /** Default: true. */
  readonly namespaced?: boolean
  /** Default: none. */
  readonly subresources?: Subresources
  /** Default: false. */
  readonly generations?: boolean
  /** Default: the first two parts of `at` without the domain, then the kind: `apps.v1.Deployment`. */
  readonly schema?: string
  readonly strategy?: Strategy
}

/** The full definition of a built-in kind. */
export const definitionOf = (schemas: SchemaSource, row: Row): ResourceDefinition => {
  const slash = row.at.indexOf('/')
  const group = slash < 0 ? '' : row.at.slice(0, slash)
  const version = row.at.slice(slash + 1)
  const schema = row.schema ?? `${group === '' ? 'core' : group.split('.')[0]}.${version}.${row.kind}`
  return {
    group,
    version,
    kind: row.kind,
    plural: row.plural,
    singular: row.kind.toLowerCase(),
    shortNames: row.short ?? [],
    categories: row.categories ?? [],
    namespaced: row.namespaced ?? true,
    verbs: ALL_VERBS,
    subresources: row.subresources ?? {},
    generations: row.generations ?? false,
    schema: schemas(schema),
    strategy: row.strategy ?? {},
    custom: false,
  }
}
