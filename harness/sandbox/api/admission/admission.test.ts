import { describe, expect, it } from 'vitest'
import { resources } from '../resources.ts'
import { aCluster, aDeployment, refusalOf, type TestCluster } from '../testing.ts'

const pods = { resource: resources.pods, namespace: 'shop' }
const quotas = { resource: resources.resourceQuotas, namespace: 'shop' }

const aPod = (name: string, amounts: object = {}, more: object = {}) => ({
  metadata: { name },
  spec: { containers: [{ name: 'app', image: 'busybox:1.36', resources: amounts }], ...more },
})

describe('a ResourceQuota', () => {
  const withQuota = (hard: Readonly<Record<string, string>>): TestCluster => {
    const cluster = aCluster()
    cluster.admin.create(quotas, { metadata: { name: 'q' }, spec: { hard } })
    cluster.simulation.advance(10)
    return cluster
  }

  it('refuses the pod that is one too many, in the words of the server', () => {
    const { admin } = withQuota({ pods: '1' })
    admin.create(pods, aPod('a'))
    expect(refusalOf(() => admin.create(pods, aPod('b'))).message).toBe(
      'pods "b" is forbidden: exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1',
    )
  })

  it('sums what pods request, and lists every key that is exceeded', () => {
    const { admin } = withQuota({ 'requests.cpu': '500m', 'limits.memory': '128Mi' })
    const amounts = { requests: { cpu: '300m' }, limits: { memory: '96Mi' } }
    admin.create(pods, aPod('a', amounts))
    expect(refusalOf(() => admin.create(pods, aPod('b', amounts))).message).toBe(
      'pods "b" is forbidden: exceeded quota: q, requested: limits.memory=96Mi,requests.cpu=300m, used: limits.memory=96Mi,requests.cpu=300m, limited: limits.memory=128Mi,requests.cpu=500m',
    )
  })

  it('asks for the amounts that it limits', () => {
    const { admin } = withQuota({ pods: '8', 'requests.cpu': '500m' })
    expect(refusalOf(() => admin.create(pods, aPod('extra'))).message).toBe(
      'pods "extra" is forbidden: failed quota: q: must specify requests.cpu for: app',
    )
  })

  it('shows in its status what is used, also after deletions and finished pods', () => {
    const { admin, simulation } = withQuota({ pods: '3', 'requests.cpu': '2', 'count/configmaps': '5' })
    for (const name of ['a', 'b']) admin.create(pods, aPod(name, { requests: { cpu: '150m' } }))
    const used = () => {
      simulation.advance(10)
      return admin.get({ ...quotas, name: 'q' }).status
    }
    const hard = { pods: '3', 'requests.cpu': '2', 'count/configmaps': '5' }
    expect(used()).toEqual({ hard, used: { pods: '2', 'requests.cpu': '300m', 'count/configmaps': '1' } })
    admin.patch({ ...pods, name: 'a' }, { type: 'merge', body: { status: { phase: 'Succeeded' } } }, 'status')
    expect(used()?.used).toMatchObject({ pods: '1', 'requests.cpu': '150m' })
    admin.delete({ ...pods, name: 'b' })
    expect(used()?.used).toMatchObject({ pods: '0', 'requests.cpu': '0' })
  })

  it('counts only the pods of its scope', () => {
    const { admin } = aCluster()
    admin.create(quotas, { metadata: { name: 'best' }, spec: { hard: { pods: '1' }, scopes: ['BestEffort'] } })
    admin.create(pods, aPod('a'))
    expect(() => admin.create(pods, aPod('b', { requests: { cpu: '1m' } }))).not.toThrow()
    expect(refusalOf(() => admin.create(pods, aPod('c'))).message).toContain('exceeded quota: best')
  })

  it('limits Services by type when one is changed', () => {
    const { admin } = withQuota({ 'services.nodeports': '0' })
    const ref = { resource: resources.services, namespace: 'shop', name: 'web' }
    admin.create(ref, { metadata: { name: 'web' }, spec: { ports: [{ port: 80 }] } })
    expect(refusalOf(() => admin.patch(ref, { type: 'merge', body: { spec: { type: 'NodePort' } } })).message).toBe(
      'services "web" is forbidden: exceeded quota: q, requested: services.nodeports=1, used: services.nodeports=0, limited: services.nodeports=0',
    )
  })
})

describe('a LimitRange', () => {
  const container = {
    type: 'Container',
    max: { cpu: '100m', memory: '48Mi' },
    default: { cpu: '50m', memory: '32Mi' },
    defaultRequest: { cpu: '10m', memory: '16Mi' },
  }
  const withRange = (item: object): TestCluster => {
    const cluster = aCluster()
    const range = { metadata: { name: 'small-only' }, spec: { limits: [{ type: 'Container', ...item }] } }
    cluster.admin.create({ resource: resources.limitRanges, namespace: 'shop' }, range)
    return cluster
  }

  it('fills in amounts, tells so in an annotation, and settles the quality of service', () => {
    const { admin } = withRange(container)
    const pod = admin.create(pods, aPod('tiny'))
    expect(pod.spec?.containers[0]?.resources).toEqual({
      limits: { cpu: '50m', memory: '32Mi' },
      requests: { cpu: '10m', memory: '16Mi' },
    })
    expect(pod.metadata.annotations).toEqual({
      'kubernetes.io/limit-ranger':
        'LimitRanger plugin set: cpu, memory request for container app; cpu, memory limit for container app',
    })
    expect(pod.status?.qosClass).toBe('Burstable')
  })

  it('refuses what is above its maximum, naming every complaint', () => {
    const { admin } = withRange(container)
    const amounts = { requests: { cpu: '20m', memory: '32Mi' }, limits: { cpu: '200m', memory: '64Mi' } }
    expect(refusalOf(() => admin.create(pods, aPod('big', amounts))).message).toBe(
      'pods "big" is forbidden: [maximum cpu usage per Container is 100m, but limit is 200m, maximum memory usage per Container is 48Mi, but limit is 64Mi]',
    )
  })

  it('takes a maximum for the default limit, and that for the default request', () => {
    const { admin } = withRange({ max: { cpu: '1' } })
    expect(admin.create(pods, aPod('a')).spec?.containers[0]?.resources).toEqual({
      limits: { cpu: '1' },
      requests: { cpu: '1' },
    })
  })

  it('bounds the sum over a pod', () => {
    const { admin } = withRange({ type: 'Pod', min: { cpu: '1' } })
    expect(refusalOf(() => admin.create(pods, aPod('a', { requests: { cpu: '10m' } }))).message).toBe(
      'pods "a" is forbidden: minimum cpu usage per Pod is 1, but request is 10m',
    )
  })
})

describe('PodSecurity', () => {
  const RESTRICTED =
    'allowPrivilegeEscalation != false (container "app" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "app" must set securityContext.capabilities.drop=["ALL"]), runAsNonRoot != true (pod or container "app" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container "app" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")'

  const labelled = (labels: Readonly<Record<string, string>>) => {
    const cluster = aCluster()
    const warnings: string[] = []
    const client = cluster.as({ ...cluster.admin.context, warn: (message) => void warnings.push(message) })
    const label = (): void => {
      client.patch({ resource: resources.namespaces, name: 'shop' }, { type: 'merge', body: { metadata: { labels } } })
    }
    return { ...cluster, client, warnings, label }
  }

  it('refuses pods below the level that the namespace enforces', () => {
    const { client, label } = labelled({ 'pod-security.kubernetes.io/enforce': 'restricted' })
    label()
    expect(refusalOf(() => client.create(pods, aPod('x'))).message).toBe(
      `pods "x" is forbidden: violates PodSecurity "restricted:latest": ${RESTRICTED}`,
    )
  })

  it('lets pods pass that keep to the restricted level', () => {
    const { client, label } = labelled({ 'pod-security.kubernetes.io/enforce': 'restricted' })
    label()
    const securityContext = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } }
    const pod = aPod('x', {}, { securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } } })
    const containers = pod.spec.containers.map((container) => ({ ...container, securityContext }))
    expect(() => client.create(pods, { ...pod, spec: { ...pod.spec, containers } })).not.toThrow()
  })

  it('warns of pods that exist when the label comes', () => {
    const { client, label, warnings } = labelled({ 'pod-security.kubernetes.io/enforce': 'restricted' })
    for (const name of ['b', 'a', 'c']) client.create(pods, aPod(name))
    label()
    expect(warnings).toEqual([
      'existing pods in namespace "shop" violate the new PodSecurity enforce level "restricted:latest"',
      'a (and 2 other pods): allowPrivilegeEscalation != false, unrestricted capabilities, runAsNonRoot != true, seccompProfile',
    ])
  })

  it('warns of templates, which it lets pass', () => {
    const { client, label, warnings } = labelled({ 'pod-security.kubernetes.io/enforce': 'restricted' })
    label()
    client.create({ resource: resources.deployments, namespace: 'shop' }, aDeployment())
    expect(warnings).toEqual([`would violate PodSecurity "restricted:latest": ${RESTRICTED}`])
  })

  it('only warns with the label warn', () => {
    const { client, label, warnings } = labelled({ 'pod-security.kubernetes.io/warn': 'restricted' })
    label()
    client.create(pods, aPod('x'))
    expect(warnings).toEqual([`would violate PodSecurity "restricted:latest": ${RESTRICTED}`])
  })

  it('names what baseline forbids', () => {
    const { client, label } = labelled({ 'pod-security.kubernetes.io/enforce': 'baseline' })
    label()
    const bad = aPod('x', {}, { hostNetwork: true, volumes: [{ name: 'v', hostPath: { path: '/' } }] })
    expect(refusalOf(() => client.create(pods, bad)).message).toBe(
      'pods "x" is forbidden: violates PodSecurity "baseline:latest": host namespaces (hostNetwork=true), hostPath volumes (volume "v")',
    )
  })

  it('refuses levels that do not exist', () => {
    const { label } = labelled({ 'pod-security.kubernetes.io/enforce': 'strict' })
    expect(refusalOf(label).message).toContain('Unsupported value: "strict"')
  })
})

describe('a webhook whose backend is down', () => {
  const webhook = {
    name: 'pods.policy.shop.example.com',
    clientConfig: { service: { name: 'policy', namespace: 'shop', path: '/validate' } },
    rules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }],
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } },
    sideEffects: 'None',
    admissionReviewVersions: ['v1'],
    timeoutSeconds: 5,
  }
  const configurations = {
    resource: { group: 'admissionregistration.k8s.io', plural: 'validatingwebhookconfigurations' },
  }
  const withWebhook = (more: object = {}) => {
    const cluster = aCluster()
    cluster.admin.create(configurations, { metadata: { name: 'shop-policy' }, webhooks: [{ ...webhook, ...more }] })
    return cluster
  }
  const FAILED =
    'Internal error occurred: failed calling webhook "pods.policy.shop.example.com": failed to call webhook: Post "https://policy.shop.svc:443/validate?timeout=5s": '

  it('blocks what it has a rule for, and nothing else', () => {
    const { admin } = withWebhook()
    expect(refusalOf(() => admin.create(pods, aPod('x')))).toMatchObject({
      code: 500,
      message: `${FAILED}service "policy" not found`,
    })
    expect(() =>
      admin.create({ resource: resources.configMaps, namespace: 'shop' }, { metadata: { name: 'a' } }),
    ).not.toThrow()
    expect(() => admin.create({ ...pods, namespace: 'default' }, aPod('x'))).not.toThrow()
  })

  it('cannot be connected to while its Service has no endpoint, also in a dry run', () => {
    const { admin, as } = withWebhook()
    const service = { metadata: { name: 'policy' }, spec: { ports: [{ port: 443, targetPort: 8443 }] } }
    const { spec } = admin.create({ resource: resources.services, namespace: 'shop' }, service)
    const dry = as({ ...admin.context, dryRun: true })
    expect(refusalOf(() => dry.create(pods, aPod('x'))).message).toBe(
      `${FAILED}dial tcp ${spec?.clusterIP}:443: connect: connection refused`,
    )
  })

  it.each([
    [{}, 'clientConfig: Required value: exactly one of url or service is required'],
    [{ url: 'policy' }, 'clientConfig.url: Required value: url must be a valid URL'],
    [
      { url: 'http://policy.example' },
      `clientConfig.url: Invalid value: "http": 'https' is the only allowed URL scheme`,
    ],
  ])('has to be somewhere: %o', (clientConfig, message) => {
    expect(refusalOf(() => withWebhook({ clientConfig })).message).toContain(`webhooks[0].${message}`)
  })

  it('stops nothing with failurePolicy Ignore', () => {
    const { admin } = withWebhook({ failurePolicy: 'Ignore' })
    expect(() => admin.create(pods, aPod('x'))).not.toThrow()
  })

  it('can be taken away although it matches everything', () => {
    const { admin } = withWebhook({
      rules: [{ apiGroups: ['*'], apiVersions: ['*'], operations: ['*'], resources: ['*'] }],
      namespaceSelector: {},
    })
    expect(() => admin.delete({ ...configurations, name: 'shop-policy' })).not.toThrow()
    expect(() => admin.create(pods, aPod('x'))).not.toThrow()
  })
})

describe('a PriorityClass', () => {
  const classes = { resource: resources.priorityClasses }

  it('gives its value and preemption policy to the pods that name it', () => {
    const { admin } = aCluster()
    admin.create(classes, { metadata: { name: 'batch' }, value: -100, preemptionPolicy: 'Never' })
    const pod = admin.create(pods, aPod('a', {}, { priorityClassName: 'batch' }))
    expect(pod.spec).toMatchObject({ priority: -100, preemptionPolicy: 'Never' })
  })

  it('gives them to all others when it is the default', () => {
    const { admin } = aCluster()
    admin.create(classes, { metadata: { name: 'normal' }, value: 7, globalDefault: true })
    expect(admin.create(pods, aPod('a')).spec).toMatchObject({ priority: 7, priorityClassName: 'normal' })
  })

  it('exists for the system in every cluster, and leaves those names to it', () => {
    const { admin } = aCluster()
    expect(admin.list(classes).items.map(({ metadata, value }) => [metadata.name, value])).toEqual([
      ['system-cluster-critical', 2_000_000_000],
      ['system-node-critical', 2_000_001_000],
    ])
    expect(refusalOf(() => admin.create(classes, { metadata: { name: 'system-mine' }, value: 1 })).code).toBe(422)
  })

  it('keeps its value', () => {
    const { admin } = aCluster()
    admin.create(classes, { metadata: { name: 'batch' }, value: 1 })
    const change = () => admin.patch({ ...classes, name: 'batch' }, { type: 'merge', body: { value: 2 } })
    expect(refusalOf(change).message).toBe(
      'PriorityClass.scheduling.k8s.io "batch" is invalid: value: Forbidden: may not be changed in an update.',
    )
  })
})
