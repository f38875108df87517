import { describe, expect, it } from 'vitest'
import { aSandbox, statusOf } from '../../../testing/a-sandbox.ts'
import { resources } from '../../api/resources.ts'

const anAgent = (strategy = '{ type: RollingUpdate }'): string => `
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: agent }
spec:
  selector: { matchLabels: { app: agent } }
  updateStrategy: ${strategy}
  template:
    metadata: { labels: { app: agent } }
    spec:
      containers: [{ name: agent, image: nginx:1.27-alpine }]
`
const ref = { resource: resources.daemonSets, namespace: 'shop', name: 'agent' }
const newImage = {
  type: 'strategic' as const,
  body: { spec: { template: { spec: { containers: [{ name: 'agent', image: 'nginx:1.28-alpine' }] } } } },
}

describe('a DaemonSet', () => {
  it('runs one pod on every node, cordoned ones too, and none on a tainted one', () => {
    const sandbox = aSandbox(91)
    const node = (name: string) => ({ resource: resources.nodes, name })
    sandbox.admin.patch(node('node1'), { type: 'merge', body: { spec: { unschedulable: true } } })
    sandbox.apply(anAgent())
    sandbox.run(5)
    expect(
      sandbox
        .pods('agent')
        .map(({ spec }) => spec?.nodeName ?? '')
        .toSorted((a, b) => (a < b ? -1 : 1)),
    ).toEqual(['node1', 'node2', 'node3'])
    expect(sandbox.admin.get(ref).status).toMatchObject({
      desiredNumberScheduled: 3,
      currentNumberScheduled: 3,
      numberReady: 3,
      numberAvailable: 3,
      updatedNumberScheduled: 3,
    })
    const taints = [{ key: 'dedicated', value: 'batch', effect: 'NoExecute' }]
    sandbox.admin.patch(node('node2'), { type: 'merge', body: { spec: { taints } } })
    sandbox.run(40)
    expect(
      sandbox
        .pods('agent')
        .map(({ spec }) => spec?.nodeName ?? '')
        .toSorted((a, b) => (a < b ? -1 : 1)),
    ).toEqual(['node1', 'node3'])
    expect(sandbox.admin.get(ref).status?.desiredNumberScheduled).toBe(2)
  })

  it('replaces a pod that was deleted, and takes one down at a time when its template changes', () => {
    const sandbox = aSandbox(92)
    sandbox.apply(anAgent())
    sandbox.run(5)
    const [first] = sandbox.pods('agent')
    sandbox.admin.delete({ resource: resources.pods, namespace: 'shop', name: first!.metadata.name })
    sandbox.run(10)
    expect(sandbox.pods('agent').map(statusOf)).toEqual(Array(3).fill('1/1 Running 0'))
    let fewest = 3
    sandbox.admin.watch({ resource: resources.daemonSets, namespace: 'shop' }, {}, ({ object }) => {
      fewest = Math.min(fewest, object.status?.numberAvailable ?? 0)
    })
    sandbox.admin.patch(ref, newImage)
    sandbox.run(30)
    expect(fewest).toBe(2)
    expect(sandbox.pods('agent').every(({ spec }) => spec?.containers[0]?.image === 'nginx:1.28-alpine')).toBe(true)
    const history = sandbox.admin.list({ resource: resources.controllerRevisions, namespace: 'shop' }).items
    expect(history.map(({ revision }) => revision).toSorted((a, b) => a - b)).toEqual([1, 2])
  })

  it('leaves old pods alone with OnDelete', () => {
    const sandbox = aSandbox(93)
    sandbox.apply(anAgent('{ type: OnDelete }'))
    sandbox.run(5)
    sandbox.admin.patch(ref, newImage)
    sandbox.run(20)
    expect(sandbox.pods('agent').every(({ spec }) => spec?.containers[0]?.image === 'nginx:1.27-alpine')).toBe(true)
    expect(sandbox.admin.get(ref).status?.updatedNumberScheduled ?? 0).toBe(0)
  })
})
