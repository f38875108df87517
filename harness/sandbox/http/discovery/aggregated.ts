import type { ResourceDefinition } from '../../api/types/resource.ts'
import { subresourcesOf, verbsOf } from './resource-list.ts'

/** All groups with all resources in one answer; the core group alone below `/api`, the others below `/apis`. */
export const aggregated = (
  definitions: readonly ResourceDefinition[],
  root: 'api' | 'apis',
  version: 'v2' | 'v2beta1',
): object => {
  const groups = new Map<string, Map<string, ResourceDefinition[]>>()
  for (const definition of definitions) {
    if ((definition.group === '') !== (root === 'api')) continue
    const versions = groups.get(definition.group) ?? new Map<string, ResourceDefinition[]>()
    versions.set(definition.version, [...(versions.get(definition.version) ?? []), definition])
    groups.set(definition.group, versions)
  }
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: `apidiscovery.k8s.io/${version}`,
    metadata: {},
    items: [...groups].map(([name, versions]) => ({
      metadata: { ...(name === '' ? {} : { name }), creationTimestamp: null },
      versions: [...versions].map(([of, rows]) => ({
        version: of,
        resources: rows.map(discovered),
        freshness: 'Current',
      })),
    })),
  }
}

const discovered = (definition: ResourceDefinition): object => {
  const { group, version, kind, shortNames, categories } = definition
  const subresources = subresourcesOf(definition)
  return {
    resource: definition.plural,
    responseKind: { group, version, kind },
    scope: definition.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: definition.singular,
    verbs: verbsOf(definition),
    ...(shortNames.length === 0 ? {} : { shortNames }),
    ...(categories.length === 0 ? {} : { categories }),
    ...(subresources.length === 0
      ? {}
      : {
          subresources: subresources.map((sub) => ({
            subresource: sub.name,
            responseKind: { group: sub.group ?? group, version: sub.version ?? version, kind: sub.kind },
            verbs: sub.verbs,
          })),
        }),
  }
}
