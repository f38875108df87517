import { apiVersionOf } from '../../api/registry.ts'
import type { Verb, ResourceDefinition } from '../../api/types/resource.ts'

/** A subresource as discovery names it: the kind that is sent or answered, and the verbs. */
export interface Subresource {
  readonly name: string
  readonly kind: string
  /** Of the kind, where it is not the resource's own. */
  readonly group?: string
  readonly version?: string
  readonly verbs: readonly string[]
}

export const subresourcesOf = (definition: ResourceDefinition): readonly Subresource[] => {
  const { status, scale, others = [] } = definition.subresources
  const writable = ['get', 'patch', 'update']
  const own = { kind: definition.kind }
  return [
    ...others.map((name) => ({
      name,
      ...(OTHERS[`${definition.plural}/${name}`] ?? OTHERS[name] ?? { ...own, verbs: writable }),
    })),
    ...(scale === undefined
      ? []
      : [{ name: 'scale', kind: 'Scale', group: 'autoscaling', version: 'v1', verbs: writable }]),
    ...(status === true ? [{ name: 'status', ...own, verbs: writable }] : []),
  ].toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

const OTHERS: Readonly<Record<string, Omit<Subresource, 'name'>>> = {
  attach: { kind: 'PodAttachOptions', verbs: ['create', 'get'] },
  binding: { kind: 'Binding', verbs: ['create'] },
  ephemeralcontainers: { kind: 'Pod', verbs: ['get', 'patch', 'update'] },
  eviction: { kind: 'Eviction', group: 'policy', version: 'v1', verbs: ['create'] },
  exec: { kind: 'PodExecOptions', verbs: ['create', 'get'] },
  finalize: { kind: 'Namespace', verbs: ['update'] },
  log: { kind: 'Pod', verbs: ['get'] },
  portforward: { kind: 'PodPortForwardOptions', verbs: ['create', 'get'] },
  'pods/proxy': { kind: 'PodProxyOptions', verbs: ['create', 'delete', 'get', 'patch', 'update'] },
  'services/proxy': { kind: 'ServiceProxyOptions', verbs: ['create', 'delete', 'get', 'patch', 'update'] },
  'nodes/proxy': { kind: 'NodeProxyOptions', verbs: ['create', 'delete', 'get', 'patch', 'update'] },
  token: { kind: 'TokenRequest', group: 'authentication.k8s.io', version: 'v1', verbs: ['create'] },
}

/** Discovery names verbs in the order of the alphabet. */
export const verbsOf = ({ verbs }: ResourceDefinition): readonly Verb[] => verbs.toSorted()

/** One API version as an APIResourceList. */
export const resourceList = (definitions: readonly ResourceDefinition[], groupVersion: string): object => ({
  kind: 'APIResourceList',
  apiVersion: 'v1',
  groupVersion,
  resources: definitions
    .filter((definition) => apiVersionOf(definition) === groupVersion)
    .flatMap((definition) => [
      {
        name: definition.plural,
        singularName: definition.singular,
        namespaced: definition.namespaced,
        kind: definition.kind,
        verbs: verbsOf(definition),
        ...(definition.shortNames.length === 0 ? {} : { shortNames: definition.shortNames }),
        ...(definition.categories.length === 0 ? {} : { categories: definition.categories }),
      },
      ...subresourcesOf(definition).map(({ name, ...rest }) => ({
        name: `${definition.plural}/${name}`,
        singularName: '',
        namespaced: definition.namespaced,
        ...rest,
      })),
    ]),
})
