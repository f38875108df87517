import { describe, expect, it } from 'vitest'
import { resources } from './resources.ts'
import { aCluster, aDeployment, refusalOf } from './testing.ts'
import type { WatchEvent } from './types/request.ts'
import type { ResourceDefinition } from './types/resource.ts'

const deployments = { resource: resources.deployments, namespace: 'shop' }
const configMaps = { resource: resources.configMaps, namespace: 'shop' }
const web = { ...deployments, name: 'web' }
const aPod = (name: string, spec: Readonly<Record<string, unknown>> = {}) => ({
  metadata: { name, labels: { app: name } },
  spec: { containers: [{ name: 'app', image: 'busybox:1.36' }], ...spec },
})
const pods = { resource: resources.pods, namespace: 'shop' }

describe('a new cluster', () => {
  it('holds the namespaces of every cluster, each with its account and certificate', () => {
    const { admin } = aCluster()
    const names = admin.list({ resource: resources.namespaces }).items.map(({ metadata }) => metadata.name)
    expect(names).toEqual(['default', 'kube-node-lease', 'kube-public', 'kube-system', 'shop'])
    expect(admin.list({ resource: resources.serviceAccounts }).items).toHaveLength(5)
    expect(admin.list({ resource: resources.configMaps }).items).toHaveLength(5)
    expect(admin.get({ resource: resources.services, namespace: 'default', name: 'kubernetes' }).spec?.clusterIP).toBe(
      '10.96.0.1',
    )
  })

  it('is the same for the same seed, to the byte', () => {
    const print = (seed: number): string => {
      const { admin, server } = aCluster(seed)
      admin.create(deployments, aDeployment())
      admin.create(pods, { ...aPod(''), metadata: { generateName: 'web-' } })
      return JSON.stringify([server.snapshot([{ resource: resources.pods }, deployments]), server.audit.since(0)])
    }
    expect(print(1)).toBe(print(1))
    expect(print(1)).not.toBe(print(2))
  })
})

describe('create', () => {
  it('fills in what the real server fills in', () => {
    const { admin } = aCluster()
    const { spec, status, metadata } = admin.create(deployments, aDeployment())
    expect(metadata).toMatchObject({ generation: 1, creationTimestamp: '2026-01-01T00:00:00Z', namespace: 'shop' })
    expect(metadata.uid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(status).toEqual({})
    expect(spec).toEqual({
      progressDeadlineSeconds: 600,
      replicas: 2,
      revisionHistoryLimit: 10,
      selector: { matchLabels: { app: 'web' } },
      strategy: { rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' }, type: 'RollingUpdate' },
      template: {
        metadata: { creationTimestamp: null, labels: { app: 'web' } },
        spec: {
          containers: [
            {
              image: 'nginx:1.27-alpine',
              imagePullPolicy: 'IfNotPresent',
              name: 'app',
              ports: [{ containerPort: 80, protocol: 'TCP' }],
              resources: {},
              terminationMessagePath: '/dev/termination-log',
              terminationMessagePolicy: 'File',
            },
          ],
          dnsPolicy: 'ClusterFirst',
          restartPolicy: 'Always',
          schedulerName: 'default-scheduler',
          securityContext: {},
          terminationGracePeriodSeconds: 30,
        },
      },
    })
  })

  it('gives a pod its account, its token, its tolerations and its quality of service', () => {
    const { admin } = aCluster()
    const resourcesOf = { limits: { cpu: '0.5', memory: '1024Mi' } }
    const spec = { containers: [{ name: 'app', image: 'busybox', resources: resourcesOf }] }
    const pod = admin.create(pods, { metadata: { generateName: 'web-' }, spec })
    expect(pod.metadata.name).toMatch(/^web-[bcdfghjklmnpqrstvwxz2456789]{5}$/)
    expect(pod.status).toEqual({ phase: 'Pending', qosClass: 'Guaranteed' })
    expect(pod.spec).toMatchObject({
      serviceAccountName: 'default',
      serviceAccount: 'default',
      enableServiceLinks: true,
      priority: 0,
      preemptionPolicy: 'PreemptLowerPriority',
      tolerations: [
        { key: 'node.kubernetes.io/not-ready', tolerationSeconds: 300 },
        { key: 'node.kubernetes.io/unreachable', tolerationSeconds: 300 },
      ],
    })
    const [container] = pod.spec?.containers ?? []
    expect(container?.imagePullPolicy).toBe('Always')
    expect(container?.resources).toEqual({
      limits: { cpu: '500m', memory: '1Gi' },
      requests: { cpu: '500m', memory: '1Gi' },
    })
    const volume = pod.spec?.volumes?.[0]
    expect(volume?.name).toMatch(/^kube-api-access-.{5}$/)
    expect(volume?.projected?.defaultMode).toBe(420)
    expect(container?.volumeMounts?.[0]).toMatchObject({ name: volume?.name, readOnly: true })
  })

  it('gives a Service an address of its own and keeps it', () => {
    const { admin } = aCluster()
    const services = { resource: resources.services, namespace: 'shop' }
    const sent = { metadata: { name: 'web' }, spec: { selector: { app: 'web' }, ports: [{ port: 80 }] } }
    const service = admin.create(services, sent)
    expect(service.spec?.clusterIP).toMatch(/^10\.96\.\d+\.\d+$/)
    expect(service.spec?.ports).toEqual([{ port: 80, protocol: 'TCP', targetPort: 80 }])
    const updated = admin.update({ ...services, name: 'web' }, { ...sent, spec: { ...sent.spec, type: 'NodePort' } })
    expect(updated.spec?.clusterIP).toBe(service.spec?.clusterIP)
    expect(updated.spec?.ports?.[0]?.nodePort).toBeGreaterThanOrEqual(30_000)
    const moved = { ...sent, spec: { ...sent.spec, clusterIP: '10.96.7.7' } }
    expect(refusalOf(() => admin.update({ ...services, name: 'web' }, moved)).message).toContain(
      'spec.clusterIPs[0]: Invalid value: []string{"10.96.7.7"}: may not change once set',
    )
  })

  it('encodes the strings of a Secret', () => {
    const { admin } = aCluster()
    const secret = admin.create(
      { resource: resources.secrets, namespace: 'shop' },
      { metadata: { name: 'key' }, stringData: { token: 'abc' } },
    )
    expect([secret.type, secret.data, 'stringData' in secret]).toEqual(['Opaque', { token: 'YWJj' }, false])
  })

  it('stores nothing on a dry run', () => {
    const { server, admin } = aCluster()
    const before = [server.resourceVersion(), server.audit.latest()]
    const dry = server.as({ ...admin.context, dryRun: true })
    expect(dry.create(deployments, aDeployment()).spec?.replicas).toBe(2)
    expect(admin.find(web)).toBeUndefined()
    expect([server.resourceVersion(), server.audit.latest()]).toEqual(before)
  })
})

describe('refusals carry the wording of the real server', () => {
  const message = (action: (cluster: ReturnType<typeof aCluster>) => unknown): string => {
    const cluster = aCluster()
    return refusalOf(() => action(cluster)).message
  }
  const created = (deployment: object) => message(({ admin }) => admin.create(deployments, deployment))

  it('for what is not there, and for what is there already', () => {
    expect(message(({ admin }) => admin.get(web))).toBe('deployments.apps "web" not found')
    expect(
      message(({ admin }) => admin.create({ resource: resources.namespaces }, { metadata: { name: 'shop' } })),
    ).toBe('namespaces "shop" already exists')
    expect(message(({ admin }) => admin.create({ ...deployments, namespace: 'no-such-ns' }, aDeployment()))).toBe(
      'namespaces "no-such-ns" not found',
    )
    expect(message(({ admin }) => admin.list({ resource: { group: 'x.io', plural: 'foos' } }))).toBe(
      'the server could not find the requested resource',
    )
  })

  it('for unknown fields and values that do not fit', () => {
    expect(created(aDeployment('a', { replicaz: 2 }))).toBe(
      'Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: unknown field "spec.replicaz"',
    )
    expect(created(aDeployment('a', { replicas: 'two' }))).toBe(
      'Deployment in version "v1" cannot be handled as a Deployment: json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32',
    )
    const template = { spec: { containers: [{ name: 'a', image: 'b', resources: { requests: { cpu: 'lots' } } }] } }
    expect(created(aDeployment('a', { template }))).toBe(
      'Deployment in version "v1" cannot be handled as a Deployment: quantities must match the regular expression \'^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$\'',
    )
  })

  it('for a Deployment with nothing in it', () => {
    const refusal = refusalOf(() =>
      aCluster().admin.create(deployments, { metadata: { name: 'a' }, spec: {} } as never),
    )
    expect(refusal.message.startsWith('Deployment.apps "a" is invalid: [spec.selector: Required value, ')).toBe(true)
    expect(refusal.details?.causes?.map(({ field, message: text }) => `${field}: ${text}`)).toEqual([
      'spec.selector: Required value',
      'spec.template.metadata.labels: Invalid value: map[string]string(nil): `selector` does not match template `labels`',
      'spec.template.spec.containers: Required value',
    ])
  })

  it('for fields that are out of range, immutable or contradictory', () => {
    const patched = (body: object) =>
      message(({ admin }) => {
        admin.create(deployments, aDeployment())
        return admin.patch(web, { type: 'merge', body })
      })
    expect(patched({ spec: { replicas: -1 } })).toBe(
      'Deployment.apps "web" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0',
    )
    const labels = { app: 'web', x: 'q' }
    expect(patched({ spec: { selector: { matchLabels: { x: 'q' } }, template: { metadata: { labels } } } })).toBe(
      'Deployment.apps "web" is invalid: spec.selector: Invalid value: v1.LabelSelector{MatchLabels:map[string]string{"app":"web", "x":"q"}, MatchExpressions:[]v1.LabelSelectorRequirement(nil)}: field is immutable',
    )
    expect(patched({ spec: { strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } } } })).toBe(
      'Deployment.apps "web" is invalid: spec.strategy.rollingUpdate.maxUnavailable: Invalid value: intstr.IntOrString{Type:0, IntVal:0, StrVal:""}: may not be 0 when `maxSurge` is 0',
    )
    expect(patched({ spec: { template: { spec: { dnsPolicy: 'None' } } } })).toBe(
      'Deployment.apps "web" is invalid: spec.template.spec.dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None',
    )
    const amounts = { requests: { cpu: '9' }, limits: { cpu: '500m' } }
    const container = { name: 'app', image: 'nginx:1', resources: amounts }
    expect(patched({ spec: { template: { spec: { containers: [container] } } } })).toBe(
      'Deployment.apps "web" is invalid: spec.template.spec.containers[0].resources.requests: Invalid value: "9": must be less than or equal to cpu limit of 500m',
    )
  })

  it('for a bad name', () => {
    expect(message(({ admin }) => admin.create(configMaps, { metadata: { name: 'Bad_Name' } }))).toBe(
      "ConfigMap \"Bad_Name\" is invalid: metadata.name: Invalid value: \"Bad_Name\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
    )
  })

  it('for selectors that cannot be read', () => {
    expect(message(({ admin }) => admin.list(pods, { labelSelector: 'a=b=c' }))).toBe(
      'Unable to find "/v1, Resource=pods" that match label selector "a=b=c", field selector "": found \'=\', expected: \',\' or \'end of string\'',
    )
    expect(message(({ admin }) => admin.list(pods, { fieldSelector: 'spec.nope=1' }))).toBe(
      'Unable to find "/v1, Resource=pods" that match label selector "", field selector "spec.nope=1": field label not supported: spec.nope',
    )
  })

  it('for a patch that brings an unknown field or no quantity', () => {
    const body = { metadata: { labels: { b: '2', a: '1' } }, spec: { replicas: null, replicaz: 2 } }
    const refusal = refusalOf(() => {
      const { admin } = aCluster()
      admin.create(deployments, aDeployment())
      admin.patch(web, { type: 'strategic', body })
    })
    expect([refusal.code, refusal.details?.causes?.[0]]).toEqual([
      422,
      {
        reason: 'FieldValueInvalid',
        field: 'patch',
        message:
          'Invalid value: "map[metadata:map[labels:map[a:1 b:2]] spec:map[replicas:<nil> replicaz:2]]": strict decoding error: unknown field "spec.replicaz"',
      },
    ])
  })
})

describe('update and patch', () => {
  it('count generations when the spec changes, and only then', () => {
    const { admin } = aCluster()
    admin.create(deployments, aDeployment())
    const scaled = admin.patch(web, { type: 'merge', body: { spec: { replicas: 5 } } })
    const labelled = admin.patch(web, { type: 'merge', body: { metadata: { labels: { tier: 'front' } } } })
    const reported = admin.update(
      web,
      { ...labelled, spec: { ...labelled.spec!, replicas: 9 }, status: { replicas: 5 } },
      'status',
    )
    expect([scaled, labelled, reported].map(({ metadata }) => metadata.generation)).toEqual([2, 2, 2])
    expect([reported.spec?.replicas, reported.status?.replicas]).toEqual([5, 5])
    expect(admin.update(web, { ...reported, status: {} }).status?.replicas).toBe(5)
  })

  it('store nothing when nothing changes', () => {
    const { admin, server } = aCluster()
    const stored = admin.create(deployments, aDeployment())
    const version = server.resourceVersion()
    expect(admin.update(web, stored)).toBe(stored)
    expect(admin.patch(web, { type: 'strategic', body: { spec: { replicas: 2 } } })).toBe(stored)
    expect(admin.patch(web, { type: 'merge', body: aDeployment() }).metadata.resourceVersion).not.toBe('')
    expect(Number(server.resourceVersion()) - Number(version)).toBeLessThanOrEqual(1)
  })

  it('refuse a version that is not the current one any more', () => {
    const { admin } = aCluster()
    const stored = admin.create(deployments, aDeployment())
    admin.patch(web, { type: 'merge', body: { spec: { replicas: 5 } } })
    const refusal = refusalOf(() => admin.update(web, stored))
    expect([refusal.code, refusal.message]).toEqual([
      409,
      'Operation cannot be fulfilled on deployments.apps "web": the object has been modified; please apply your changes to the latest version and try again',
    ])
  })

  it('leave stored objects frozen and share what did not change', () => {
    const { admin } = aCluster()
    const stored = admin.create(deployments, aDeployment())
    const scaled = admin.patch(web, { type: 'merge', body: { spec: { replicas: 5 } } })
    expect(scaled.spec?.template).toBe(stored.spec?.template)
    expect(() => Object.assign(scaled.spec?.template.spec ?? {}, { nodeName: 'x' })).toThrow(TypeError)
    expect(Object.isFrozen(scaled.metadata.labels)).toBe(true)
  })

  it('merge containers by name and take directives', () => {
    const { admin } = aCluster()
    admin.create(deployments, aDeployment())
    const containers = [
      { name: 'app', image: 'nginx:2' },
      { name: 'side', image: 'busybox:1' },
    ]
    const both = admin.patch(web, { type: 'strategic', body: { spec: { template: { spec: { containers } } } } })
    expect(both.spec?.template.spec?.containers.map(({ name, image }) => `${name}=${image}`)).toEqual([
      'app=nginx:2',
      'side=busybox:1',
    ])
    expect(both.spec?.template.spec?.containers[0]?.ports).toEqual([{ containerPort: 80, protocol: 'TCP' }])
    const gone = [{ name: 'side', $patch: 'delete' }]
    const one = admin.patch(web, { type: 'strategic', body: { spec: { template: { spec: { containers: gone } } } } })
    expect(one.spec?.template.spec?.containers).toHaveLength(1)
    const strategy = { $retainKeys: ['type'], type: 'Recreate' }
    expect(admin.patch(web, { type: 'strategic', body: { spec: { strategy } } }).spec?.strategy).toEqual({
      type: 'Recreate',
    })
  })

  it('scale through the subresource, which reads as a Scale', () => {
    const { admin } = aCluster()
    admin.create(deployments, aDeployment())
    admin.patch(web, { type: 'merge', body: { spec: { replicas: 7 } } }, 'scale')
    expect(admin.get(web).spec?.replicas).toBe(7)
    expect(admin.getScale(web)).toMatchObject({
      kind: 'Scale',
      spec: { replicas: 7 },
      status: { replicas: 0, selector: 'app=web' },
    })
    expect(refusalOf(() => admin.getScale({ ...configMaps, name: 'kube-root-ca.crt' })).code).toBe(404)
  })
})

describe('list', () => {
  it('selects by labels and fields, sorted as etcd sorts, and continues page by page', () => {
    const { admin } = aCluster()
    admin.create({ resource: resources.namespaces }, { metadata: { name: 'shop-b' } })
    for (const name of ['b', 'a', 'c']) admin.create(pods, aPod(name))
    admin.create({ ...pods, namespace: 'shop-b' }, aPod('z'))
    admin.bind({ ...pods, name: 'c' }, 'node1')
    const names = (options: object, collection: object = pods) =>
      admin.list(collection as typeof pods, options).items.map(({ metadata }) => metadata.name)
    expect(names({})).toEqual(['a', 'b', 'c'])
    expect(names({}, { resource: resources.pods })).toEqual(['z', 'a', 'b', 'c'])
    expect(names({ labelSelector: 'app in (a,c)' })).toEqual(['a', 'c'])
    expect(names({ fieldSelector: 'spec.nodeName=node1' })).toEqual(['c'])
    expect(names({ fieldSelector: 'metadata.name!=a,status.phase=Pending' })).toEqual(['b', 'c'])
    const page = admin.list(pods, { limit: 2 })
    expect([page.items.length, page.remainingItemCount]).toEqual([2, 1])
    expect(names({ limit: 2, continueToken: page.continueToken })).toEqual(['c'])
  })
})

describe('watch', () => {
  it('tells what exists, then every change in order, at the time of the write and through the queue', () => {
    const { admin, simulation } = aCluster()
    admin.create(pods, aPod('old'))
    const seen: string[] = []
    const note = ({ type, object }: WatchEvent<{ metadata: { name: string } }>) =>
      seen.push(`${type} ${object.metadata.name}`)
    const stop = admin.watch(pods, {}, note)
    admin.create(pods, aPod('new'))
    expect(seen).toEqual([])
    simulation.advance(0)
    admin.bind({ ...pods, name: 'new' }, 'node1')
    admin.delete({ ...pods, name: 'old' })
    simulation.advance(0)
    stop()
    admin.create(pods, aPod('later'))
    simulation.advance(0)
    expect(seen).toEqual(['ADDED old', 'ADDED new', 'MODIFIED new', 'DELETED old'])
  })

  it('with a selector sees objects come and go as their labels change', () => {
    const { admin, simulation } = aCluster()
    const seen: string[] = []
    admin.watch(pods, { labelSelector: 'app=a' }, ({ type }) => seen.push(type))
    admin.create(pods, aPod('a'))
    admin.patch({ ...pods, name: 'a' }, { type: 'merge', body: { metadata: { labels: { app: 'b' } } } })
    simulation.advance(0)
    expect(seen).toEqual(['ADDED', 'DELETED'])
  })

  it('from a version misses nothing', () => {
    const { admin, simulation } = aCluster()
    const { resourceVersion } = admin.list(pods)
    admin.create(pods, aPod('a'))
    const seen: string[] = []
    admin.watch(pods, { resourceVersion }, ({ type, object }) => seen.push(`${type} ${object.metadata.name}`))
    simulation.advance(0)
    expect(seen).toEqual(['ADDED a'])
  })
})

describe('custom resources', () => {
  const widgets: ResourceDefinition = {
    group: 'x.example.com',
    version: 'v1alpha1',
    kind: 'Widget',
    plural: 'widgets',
    singular: 'widget',
    shortNames: ['wd'],
    categories: [],
    namespaced: true,
    verbs: ['create', 'get', 'list', 'patch', 'delete', 'watch', 'update', 'deletecollection'],
    subresources: { status: true },
    generations: true,
    custom: true,
    schema: {
      name: 'Widget',
      required: ['spec'],
      fields: {
        spec: { type: 'object', schema: { name: 'WidgetSpec', required: [], fields: { size: { type: 'number' } } } },
      },
    },
    strategy: {},
  }

  it('are served as soon as they are registered, with their schema', () => {
    const { admin, server } = aCluster()
    const at = { resource: widgets, namespace: 'shop' }
    expect(refusalOf(() => admin.list(at)).code).toBe(404)
    server.register(widgets)
    const widget = admin.create(at, { metadata: { name: 'w' }, spec: { size: 3 } })
    expect([widget.apiVersion, widget.kind, widget['spec']]).toEqual(['x.example.com/v1alpha1', 'Widget', { size: 3 }])
    expect(refusalOf(() => admin.create(at, { metadata: { name: 'v' }, spec: { zzz: 3 } })).message).toBe(
      'Widget in version "v1alpha1" cannot be handled as a Widget: strict decoding error: unknown field "spec.zzz"',
    )
    expect(server.registry.resolve('wd')?.kind).toBe('Widget')
    expect(refusalOf(() => admin.patch({ ...at, name: 'w' }, { type: 'strategic', body: {} })).code).toBe(415)
  })

  it('may be virtual: answered by a source, not stored', () => {
    const { admin, server } = aCluster()
    const object = {
      apiVersion: 'm/v1',
      kind: 'Widget',
      metadata: { name: 'w', uid: '', resourceVersion: '', creationTimestamp: '' },
    }
    const source = { get: () => object, list: () => [object] }
    server.register({ ...widgets, verbs: ['get', 'list'], source })
    const at = { resource: widgets, namespace: 'shop' }
    expect(admin.list(at).items).toEqual([object])
    expect(refusalOf(() => admin.create(at, {})).code).toBe(405)
  })
})

describe('the registry', () => {
  it('finds kinds by whatever a user types', () => {
    const { registry } = aCluster().server
    const typed = ['deploy', 'Deployment', 'deployments.apps', 'deployments.v1.apps', 'po', 'svc', 'hpa', 'ns']
    expect(typed.map((name) => registry.resolve(name)?.plural)).toEqual([
      'deployments',
      'deployments',
      'deployments',
      'deployments',
      'pods',
      'services',
      'horizontalpodautoscalers',
      'namespaces',
    ])
    expect(registry.resolve('deployments.batch')).toBeUndefined()
    expect(registry.category('all').map(({ plural }) => plural)).toEqual([
      'pods',
      'replicationcontrollers',
      'services',
      'daemonsets',
      'deployments',
      'replicasets',
      'statefulsets',
      'horizontalpodautoscalers',
      'cronjobs',
      'jobs',
    ])
  })
})
