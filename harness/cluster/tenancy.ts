import { READ, READABLE_GROUPS } from '../domain/method-rights.ts'
import type { Shell } from '../ports/shell.ts'
import { mustRun } from '../pipeline/must-run.ts'

/** Where the harness keeps what is its own on a cluster that others use too: leases and the accounts of methods. */
export const TENANCY = 'ops-tenancy'

/** Labels of everything that is made for a trial; they say nothing of it. */
export const LABEL_OWNER = 'ops-tenancy/owner'
export const LABEL_TRIAL = 'ops-tenancy/trial'

/** Roles that stand on the cluster for good: what methods may read, in their namespace and of nodes. */
export const READER_ROLE = 'ops-tenancy-reader'
const NODE_ROLE = 'ops-tenancy-node-reader'

const RBAC = 'rbac.authorization.k8s.io'

interface TenancyObject {
  readonly kind: string
  readonly metadata: { readonly name: string }
  readonly [key: string]: unknown
}

/** What a cluster needs once before trials can take place on it. */
export const tenancyObjects: readonly TenancyObject[] = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: TENANCY } },
  {
    apiVersion: `${RBAC}/v1`,
    kind: 'ClusterRole',
    metadata: { name: READER_ROLE },
    rules: [{ apiGroups: READABLE_GROUPS, resources: ['*'], verbs: READ }],
  },
  {
    apiVersion: `${RBAC}/v1`,
    kind: 'ClusterRole',
    metadata: { name: NODE_ROLE },
    rules: [
      { apiGroups: [''], resources: ['nodes'], verbs: READ },
      { apiGroups: ['metrics.k8s.io'], resources: ['nodes'], verbs: READ },
    ],
  },
  {
    apiVersion: `${RBAC}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name: NODE_ROLE },
    roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: NODE_ROLE },
    // The accounts of methods are all that live there.
    subjects: [{ kind: 'Group', apiGroup: RBAC, name: `system:serviceaccounts:${TENANCY}` }],
  },
]

/** Makes what is missing; a second call changes nothing. @returns what kubectl said of each object */
export const ensureTenancy = (harness: Shell, signal?: AbortSignal): Promise<string> =>
  mustRun(harness, 'kubectl apply -f -', {
    stdin: asStream(tenancyObjects),
    ...(signal === undefined ? {} : { signal }),
  })

/** Manifests as one stream for `kubectl apply -f -`. The first line says that it is YAML, which JSON is too. */
export const asStream = (items: readonly unknown[]): string =>
  items.map((item) => `---\n${JSON.stringify(item)}\n`).join('')
