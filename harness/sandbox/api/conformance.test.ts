import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { resources } from './resources.ts'
import { aCluster } from './testing.ts'
import type { KubeObject } from './types/object.ts'

const TESTDATA = join(import.meta.dirname, '../testdata')

interface Document {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: { readonly name: string; readonly namespace?: string }
  readonly spec?: Readonly<Record<string, unknown>>
}

const documentsOf = (file: string): readonly Document[] =>
  parseAllDocuments(readFileSync(join(TESTDATA, file), 'utf8'), { version: '1.1' }).map(
    (each) => each.toJS() as Document,
  )

const manifests = ['manifests', 'faults/manifests'].flatMap((folder) =>
  readdirSync(join(TESTDATA, folder)).map((file) => `${folder}/${file}`),
)

const recorded = documentsOf('recorded-objects.yaml')

/** Creates an object in its own namespace, or in `shop`. */
const create = ({ admin, server }: ReturnType<typeof aCluster>, document: Document): KubeObject => {
  const resource = server.registry.findKind(document.apiVersion, document.kind)
  if (resource === undefined) throw new Error(`no kind ${document.apiVersion} ${document.kind}`)
  const namespace = document.metadata.namespace ?? 'shop'
  const namespaces = { resource: resources.namespaces, name: namespace }
  if (admin.find(namespaces) === undefined) admin.create(namespaces, { metadata: { name: namespace } })
  return admin.create({ resource, namespace }, document as never)
}

/** Without what differs from cluster to cluster, and what controllers add. */
const comparable = (object: object): unknown =>
  JSON.parse(
    JSON.stringify(object, (key, value: unknown) => (VARIABLE.has(key) ? undefined : value)).replaceAll(
      /kube-api-access-\w{5}/g,
      'kube-api-access-00000',
    ),
  )

const VARIABLE = new Set([
  'annotations',
  'clusterIP',
  'clusterIPs',
  'creationTimestamp',
  'deletionGracePeriodSeconds',
  'deletionTimestamp',
  'generation',
  'managedFields',
  'namespace',
  'nodeName',
  'resourceVersion',
  'status',
  'uid',
])

describe('the manifests of the recorded sessions', () => {
  it.each(manifests)('%s is accepted without an unknown field', (file) => {
    const cluster = aCluster()
    // Kinds of Chaos Mesh are registered by whoever acts them out.
    const documents = documentsOf(file).filter(({ apiVersion }) => !apiVersion.startsWith('chaos-mesh.org/'))
    const created = documents.map((document) => create(cluster, document).metadata.name)
    expect(created).toEqual(documents.map(({ metadata }) => metadata.name))
  })

  const applied = manifests.flatMap((file) => documentsOf(file))
  // The Role had been patched before it was printed.
  const untouched = recorded.filter(({ kind }) => kind !== 'Role')
  const pairs = untouched.flatMap((answer) => {
    const sent = applied.find(
      ({ kind, metadata, apiVersion }) =>
        kind === answer.kind && metadata.name === answer.metadata.name && apiVersion === answer.apiVersion,
    )
    return sent === undefined ? [] : [[`${answer.kind} ${answer.metadata.name}`, sent, answer] as const]
  })

  it('make up at least the workloads, a Service and the configuration', () => {
    expect(pairs.map(([title]) => title)).toEqual([
      'Deployment demo-app',
      'Service demo-app',
      'ConfigMap payments-config',
      'Deployment cart',
      'ConfigMap guarded',
    ])
  })

  it.each(pairs)('%s comes back as the real server had it', (_title, sent, answer) => {
    expect(comparable(create(aCluster(), sent))).toEqual(comparable(answer))
  })

  it.each(recorded.map((answer) => [`${answer.kind} ${answer.metadata.name}`, answer] as const))(
    '%s, sent as the real server printed it, comes back unchanged',
    (_title, answer) => {
      expect(comparable(create(aCluster(), answer))).toEqual(comparable(answer))
    },
  )

  it('a pod gets what the real server adds to it', () => {
    const [statefulSet] = applied.filter(({ kind, metadata }) => kind === 'StatefulSet' && metadata.name === 'db')
    const { template } = (statefulSet?.spec ?? {}) as {
      readonly template: { readonly spec: Readonly<Record<string, unknown>> }
    }
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'db-0' }, spec: template.spec }
    const [answer] = recorded.filter(({ kind }) => kind === 'Pod')
    const { hostname: _hostname, subdomain: _subdomain, ...spec } = answer?.spec ?? {}
    expect(comparable((create(aCluster(), pod) as KubeObject & { readonly spec: object }).spec)).toEqual(
      comparable(spec),
    )
  })
})
