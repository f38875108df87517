import { apiVersionOf } from '../../api/registry.ts'
import type { ResourceDefinition } from '../../api/types/resource.ts'

/** API groups but the core one, in the order of the registry, with the versions of each. */
export const groupsOf = (
  definitions: readonly ResourceDefinition[],
): ReadonlyMap<string, readonly { readonly groupVersion: string; readonly version: string }[]> => {
  const groups = new Map<string, { groupVersion: string; version: string }[]>()
  for (const definition of definitions) {
    if (definition.group === '') continue
    const versions = groups.get(definition.group) ?? []
    if (!versions.some(({ version }) => version === definition.version))
      versions.push({ groupVersion: apiVersionOf(definition), version: definition.version })
    groups.set(definition.group, versions)
  }
  return groups
}

/** One group as an APIGroup; `undefined` when it is not served. */
export const groupOf = (definitions: readonly ResourceDefinition[], name: string): object | undefined => {
  const versions = groupsOf(definitions).get(name)
  return versions === undefined
    ? undefined
    : { kind: 'APIGroup', apiVersion: 'v1', name, versions, preferredVersion: versions[0] }
}

export const groupList = (definitions: readonly ResourceDefinition[]): object => ({
  kind: 'APIGroupList',
  apiVersion: 'v1',
  groups: [...groupsOf(definitions)].map(([name, versions]) => ({ name, versions, preferredVersion: versions[0] })),
})
