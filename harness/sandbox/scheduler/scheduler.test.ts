import { describe, expect, it } from 'vitest'
import { resources } from '../api/resources.ts'
import { aPod, aSandbox } from '../../testing/a-sandbox.ts'

const conditionOf = (sandbox: ReturnType<typeof aSandbox>, name: string) =>
  sandbox.pods(name)[0]!.status!.conditions!.find(({ type }) => type === 'PodScheduled')

describe('the scheduler', () => {
  it('says which resource is short', () => {
    const sandbox = aSandbox(51)
    sandbox.apply(aPod('big', '', 'nginx:1.27-alpine', "      resources: { requests: { cpu: '64' } }"))
    sandbox.run(5)
    const message =
      '0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.'
    expect(conditionOf(sandbox, 'big')).toMatchObject({ status: 'False', reason: 'Unschedulable', message })
    expect(sandbox.events()).toContainEqual(
      expect.objectContaining({ type: 'Warning', reason: 'FailedScheduling', message }),
    )
  })

  it('counts reasons by node, and binds within seconds when a cause is gone', () => {
    const sandbox = aSandbox(52)
    const node = (name: string) => ({ resource: resources.nodes, name })
    sandbox.admin.patch(node('node1'), { type: 'merge', body: { spec: { unschedulable: true } } })
    sandbox.admin.patch(node('node2'), {
      type: 'merge',
      body: { spec: { taints: [{ key: 'dedicated', value: 'batch', effect: 'NoSchedule' }] } },
    })
    sandbox.apply(aPod('picky', '', 'nginx:1.27-alpine', '  nodeSelector: { disk: ssd }'))
    sandbox.run(5)
    expect(conditionOf(sandbox, 'picky')?.message).toBe(
      "0/3 nodes are available: 1 node(s) didn't match Pod's node affinity/selector, 1 node(s) had untolerated taint {dedicated: batch}, 1 node(s) were unschedulable. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
    )
    sandbox.admin.patch(node('node3'), { type: 'merge', body: { metadata: { labels: { disk: 'ssd' } } } })
    sandbox.run(3)
    expect(sandbox.pods('picky')[0]!.spec!.nodeName).toBe('node3')
  })
})

describe('pods that mind their neighbours', () => {
  const app = (name: string, replicas: number, spec: string): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      containers: [{ name: ${name}, image: nginx:1.27-alpine }]
${spec}
`
  const rule = (kind: string, name: string): string => `
      affinity:
        ${kind}:
          requiredDuringSchedulingIgnoredDuringExecution:
            - { labelSelector: { matchLabels: { app: ${name} } }, topologyKey: kubernetes.io/hostname }`
  const messagesOf = (sandbox: ReturnType<typeof aSandbox>, name: string) =>
    sandbox.pods(name).flatMap(({ status }) => status?.conditions?.flatMap(({ message }) => message ?? []) ?? [])

  it('keep apart by anti-affinity, also from newcomers that do not mind', () => {
    const sandbox = aSandbox(53)
    sandbox.apply(app('front', 4, rule('podAntiAffinity', 'front')))
    sandbox.run(5)
    const placed = sandbox.pods('front').flatMap(({ spec }) => spec?.nodeName ?? [])
    expect(placed.toSorted()).toEqual(['node1', 'node2', 'node3'])
    expect(messagesOf(sandbox, 'front')).toContain(
      "0/3 nodes are available: 3 node(s) didn't match pod anti-affinity rules. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.",
    )
    sandbox.apply(aPod('front', '', 'nginx:1.27-alpine'))
    sandbox.run(3)
    expect(messagesOf(sandbox, 'front')).toContain(
      "0/3 nodes are available: 3 node(s) didn't satisfy existing pods anti-affinity rules. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.",
    )
  })

  it('go together by affinity, and wait for company that is not there', () => {
    const sandbox = aSandbox(54)
    sandbox.apply(app('cache', 2, rule('podAffinity', 'web')))
    sandbox.run(3)
    expect(messagesOf(sandbox, 'cache')).toContain(
      "0/3 nodes are available: 3 node(s) didn't match pod affinity rules. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
    )
    sandbox.apply(app('web', 1, ''))
    sandbox.run(15)
    const [web] = sandbox.pods('web')
    expect(sandbox.pods('cache').map(({ spec }) => spec?.nodeName)).toEqual([web!.spec!.nodeName, web!.spec!.nodeName])
  })

  it('spread over domains', () => {
    const sandbox = aSandbox(55)
    const spread = `
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: DoNotSchedule
          labelSelector: { matchLabels: { app: even } }`
    sandbox.admin.patch(
      { resource: resources.nodes, name: 'node3' },
      { type: 'merge', body: { spec: { unschedulable: true } } },
    )
    sandbox.apply(app('even', 6, spread))
    sandbox.run(5)
    const counts = new Map<string, number>()
    for (const { spec } of sandbox.pods('even')) {
      counts.set(spec?.nodeName ?? 'none', (counts.get(spec?.nodeName ?? 'none') ?? 0) + 1)
    }
    expect([counts.get('node1'), counts.get('node2'), counts.get('none')]).toEqual([1, 1, 4])
    expect(messagesOf(sandbox, 'even')).toContain(
      "0/3 nodes are available: 1 node(s) were unschedulable, 2 node(s) didn't match pod topology spread constraints. preemption: 0/3 nodes are available: 1 Preemption is not helpful for scheduling, 2 No preemption victims found for incoming pod.",
    )
  })
})

describe('a pod that is more important', () => {
  const classes = `
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: { name: low }
value: -100
---
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: { name: high }
value: 100000
`
  const deployment = (name: string, replicas: number, priority: string): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      priorityClassName: ${priority}
      terminationGracePeriodSeconds: 5
      containers:
        - { name: ${name}, image: 'busybox:1.36', command: [sleep, infinity], resources: { requests: { cpu: 3500m } } }
`

  it('sends lesser pods away, waits for their end on the node it is promised, and keeps their successors out', () => {
    const sandbox = aSandbox(56)
    sandbox.apply(classes)
    sandbox.apply(deployment('batch', 3, 'low'))
    sandbox.run(10)
    sandbox.apply(deployment('critical', 1, 'high'))
    sandbox.run(0.7)
    const [critical] = sandbox.pods('critical')
    const nominated = critical!.status!.nominatedNodeName
    expect(nominated).toMatch(/^node[123]$/)
    expect(sandbox.pods('batch').filter(({ metadata }) => metadata.deletionTimestamp !== undefined)).toHaveLength(1)
    sandbox.run(20)
    expect(sandbox.pods('critical')[0]!.spec!.nodeName).toBe(nominated)
    const messages = sandbox.events().map(({ message }) => message)
    expect(messages).toContain(`Preempted by pod ${critical!.metadata.uid} on node ${nominated}`)
    expect(messages).toContain('0/3 nodes are available: 3 Insufficient cpu.')
    expect(messages).toContain(
      '0/3 nodes are available: 3 Insufficient cpu. preemption: not eligible due to a terminating pod on the nominated node.',
    )
    const pending = sandbox.pods('batch').filter(({ spec }) => spec?.nodeName === undefined)
    expect(pending).toHaveLength(1)
    expect(pending[0]!.status!.conditions![0]!.message).toBe(
      '0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.',
    )
  })
})
