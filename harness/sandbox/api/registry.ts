import type { Registry } from './types/api-server.ts'
import type { Resource, ResourceDefinition } from './types/resource.ts'

export interface WritableRegistry extends Registry {
  readonly register: (definition: ResourceDefinition) => void
  readonly unregister: (resource: Resource) => void
}

export const createRegistry = (definitions: readonly ResourceDefinition[]): WritableRegistry => {
  const rows = new Map<string, ResourceDefinition>()
  let sorted: readonly ResourceDefinition[] | undefined
  const register = (definition: ResourceDefinition): void => {
    rows.set(`${definition.group}/${definition.plural}`, definition)
    sorted = undefined
  }
  for (const definition of definitions) register(definition)
  const all = (): readonly ResourceDefinition[] => (sorted ??= [...rows.values()].sort(byGroupAndName))

  return {
    register,
    unregister: ({ group, plural }) => {
      rows.delete(`${group}/${plural}`)
      sorted = undefined
    },
    all,
    find: (group, plural) => rows.get(`${group}/${plural}`),
    findKind: (apiVersion, kind) =>
      [...rows.values()].find((row) => row.kind === kind && apiVersionOf(row) === apiVersion),
    resolve: (typed) => {
      const [name = '', ...rest] = typed.toLowerCase().split('.')
      const candidates = all().filter((row) => isNamed(row, name) && isInGroup(row, rest))
      return candidates[0]
    },
    category: (name) => all().filter((row) => row.categories.includes(name)),
  }
}

export const apiVersionOf = (definition: Pick<ResourceDefinition, 'group' | 'version'>): string =>
  definition.group === '' ? definition.version : `${definition.group}/${definition.version}`

const isNamed = (row: ResourceDefinition, name: string): boolean =>
  row.plural === name || row.singular === name || row.shortNames.includes(name) || row.kind.toLowerCase() === name

const isInGroup = (row: ResourceDefinition, rest: readonly string[]): boolean => {
  if (rest.length === 0) return true
  const group = rest.join('.')
  const [version, ...groupAfterVersion] = rest
  return row.group === group || (version === row.version && row.group === groupAfterVersion.join('.'))
}

/** The core group first, then the groups in the order of discovery: built-in ones by age, others by name. */
const byGroupAndName = (a: ResourceDefinition, b: ResourceDefinition): number =>
  rank(a) - rank(b) || compare(a.group, b.group) || compare(a.plural, b.plural)

const rank = (row: ResourceDefinition): number =>
  row.group === '' ? 0 : row.custom ? 2 : row.source === undefined ? 1 : 3

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
