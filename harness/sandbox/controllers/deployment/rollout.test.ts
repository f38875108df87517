import { describe, expect, it } from 'vitest'
import { resources } from '../../api/resources.ts'
import { aSandbox, aWebApp, statusOf } from '../../../testing/a-sandbox.ts'

const ref = { resource: resources.deployments, namespace: 'shop', name: 'web' }
const setImage = (image: string) => ({
  type: 'strategic' as const,
  body: { spec: { template: { spec: { containers: [{ name: 'web', image }] } } } },
})

describe('a rolling update of three replicas', () => {
  const sandbox = aSandbox(11)
  sandbox.apply(aWebApp('web', 3))
  sandbox.run(30)
  const old = new Set(sandbox.pods('web').map(({ metadata }) => metadata.name))
  const ready: string[] = []
  sandbox.admin.watch({ resource: resources.deployments, namespace: 'shop' }, {}, ({ object }) => {
    ready.push(`${object.status?.readyReplicas ?? 0}/${object.spec?.replicas ?? 0}`)
  })
  const seen = sandbox.watchPods()
  const startedAt = sandbox.seconds()
  sandbox.admin.patch(ref, setImage('nginx:1.28-alpine'))
  sandbox.run(40)
  const name = (what: string): string => what.split(' ')[0]!
  const became = (text: string, isOld: boolean) =>
    seen.filter(({ what }) => what.includes(text) && old.has(name(what)) === isOld).map(({ at }) => at - startedAt)

  it('takes one new pod, waits until it is ready, then one old pod, three times', () => {
    const starts = became('0/1 ContainerCreating', false)
    const ready = became('1/1 Running', false)
    const ends = became('1/1 Terminating', true)
    expect([starts.length, ready.length, ends.length]).toEqual([3, 3, 3])
    for (const round of [0, 1, 2]) {
      expect(ends[round]! - ready[round]!).toBeLessThan(0.2)
      expect(Math.abs(starts[round]! - (ends[round - 1] ?? starts[round]!))).toBeLessThan(0.2)
    }
    expect(ends[2]).toBeGreaterThan(19)
    expect(ends[2]).toBeLessThan(24)
  })

  it('shows 4/3 for a moment', () => {
    expect(ready).toContain('4/3')
  })

  it('says so in events, conditions and revisions', () => {
    const stored = sandbox.admin.get(ref)
    const [newest, oldest] = sandbox.admin
      .list({ resource: resources.replicaSets, namespace: 'shop' })
      .items.toSorted((a, b) => (b.spec?.replicas ?? 0) - (a.spec?.replicas ?? 0))
    expect(stored.metadata.annotations?.['deployment.kubernetes.io/revision']).toBe('2')
    expect(newest!.metadata.name).toMatch(/^web-[bcdf4-9]{7,10}$/)
    expect(
      stored.status?.conditions?.map(({ type, status, reason, message }) => [type, status, reason, message]),
    ).toEqual([
      ['Available', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.'],
      [
        'Progressing',
        'True',
        'NewReplicaSetAvailable',
        `ReplicaSet "${newest!.metadata.name}" has successfully progressed.`,
      ],
    ])
    const scaling = sandbox
      .events()
      .filter(({ reason }) => reason === 'ScalingReplicaSet')
      .map(({ message }) => message)
    expect(scaling).toContain(`Scaled up replica set ${newest!.metadata.name} from 0 to 1`)
    expect(scaling).toContain(`Scaled down replica set ${oldest!.metadata.name} from 1 to 0`)
  })
})

describe('a rollout to an image that does not exist', () => {
  it('keeps the old pods serving and misses its deadline', () => {
    const sandbox = aSandbox(12)
    sandbox.apply(aWebApp('web', 1))
    sandbox.run(20)
    sandbox.admin.patch(ref, { type: 'merge', body: { spec: { progressDeadlineSeconds: 30 } } })
    sandbox.admin.patch(ref, setImage('nginx:1.27-alpnie'))
    sandbox.run(45)
    const { status } = sandbox.admin.get(ref)
    expect(status).toMatchObject({ replicas: 2, updatedReplicas: 1, availableReplicas: 1, unavailableReplicas: 1 })
    const progressing = status?.conditions?.find(({ type }) => type === 'Progressing')
    expect(progressing).toMatchObject({ status: 'False', reason: 'ProgressDeadlineExceeded' })
    expect(status?.conditions?.find(({ type }) => type === 'Available')?.status).toBe('True')
  })

  it('is undone by the former template, whose ReplicaSet comes back with a new revision', () => {
    const sandbox = aSandbox(13)
    sandbox.apply(aWebApp('web', 1))
    sandbox.run(20)
    const [first] = sandbox.admin.list({ resource: resources.replicaSets, namespace: 'shop' }).items
    sandbox.admin.patch(ref, setImage('nginx:1.27-alpnie'))
    sandbox.run(20)
    sandbox.admin.patch(ref, setImage('nginx:1.27-alpine'))
    sandbox.run(20)
    const again = sandbox.admin.get({ resource: resources.replicaSets, namespace: 'shop', name: first!.metadata.name })
    expect(again.metadata.annotations).toMatchObject({
      'deployment.kubernetes.io/revision': '3',
      'deployment.kubernetes.io/revision-history': '1',
    })
    expect(sandbox.pods('web').map(statusOf)).toEqual(['1/1 Running 0'])
  })
})

describe('strategy Recreate', () => {
  it('starts no new pod before the old one is gone', () => {
    const sandbox = aSandbox(14)
    sandbox.apply(aWebApp('web', 1).replace('replicas: 1', 'replicas: 1\n  strategy: { type: Recreate }'))
    sandbox.run(20)
    const seen = sandbox.watchPods()
    sandbox.admin.patch(ref, setImage('nginx:1.28-alpine'))
    sandbox.run(20)
    const lastGone = seen.findLastIndex(({ what }) => what.endsWith('gone'))
    const firstNew = seen.findIndex(({ what }) => what.includes('Pending'))
    expect(seen.filter(({ what }) => what.endsWith('gone'))).toHaveLength(1)
    expect(firstNew).toBeGreaterThan(lastGone)
  })
})

describe('scaling', () => {
  it('to zero leaves an Endpoints object without subsets, and pods that are not ready leave it without addresses', () => {
    const sandbox = aSandbox(15)
    const endpoints = () => sandbox.admin.get({ resource: resources.endpoints, namespace: 'shop', name: 'web' })
    sandbox.apply(aWebApp('web', 2))
    sandbox.run(3)
    expect(endpoints().subsets?.[0]?.addresses).toBeUndefined()
    expect(endpoints().subsets?.[0]?.notReadyAddresses).toHaveLength(2)
    sandbox.run(20)
    expect(endpoints().subsets?.[0]?.addresses).toHaveLength(2)
    sandbox.admin.patch(ref, { type: 'merge', body: { spec: { replicas: 0 } } })
    sandbox.run(5)
    expect(endpoints().subsets).toBeUndefined()
    expect(sandbox.admin.get(ref).status?.conditions?.find(({ type }) => type === 'Available')?.status).toBe('True')
  })

  it('in the middle of a rollout gives both ReplicaSets their share', () => {
    const sandbox = aSandbox(16)
    sandbox.apply(aWebApp('web', 2))
    const limits = { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } }
    sandbox.admin.patch(ref, { type: 'merge', body: { spec: { strategy: limits } } })
    sandbox.run(20)
    sandbox.admin.patch(ref, setImage('nginx:1.99-no'))
    sandbox.run(10)
    sandbox.admin.patch(ref, { type: 'merge', body: { spec: { replicas: 4 } } })
    sandbox.run(10)
    const sets = sandbox.admin.list({ resource: resources.replicaSets, namespace: 'shop' }).items
    expect(sets.map(({ spec }) => spec?.replicas).toSorted((a, b) => a! - b!)).toEqual([2, 3])
  })

  it('a paused Deployment changes its size and not its template', () => {
    const sandbox = aSandbox(16)
    sandbox.apply(aWebApp('web', 1))
    sandbox.run(20)
    sandbox.admin.patch(ref, { type: 'merge', body: { spec: { paused: true, replicas: 3 } } })
    sandbox.admin.patch(ref, setImage('nginx:1.28-alpine'))
    sandbox.run(20)
    expect(sandbox.pods('web').map((pod) => pod.spec?.containers[0]?.image)).toEqual(Array(3).fill('nginx:1.27-alpine'))
    expect(sandbox.admin.get(ref).status?.conditions).toContainEqual(
      expect.objectContaining({ type: 'Progressing', status: 'Unknown', reason: 'DeploymentPaused' }),
    )
  })
})
