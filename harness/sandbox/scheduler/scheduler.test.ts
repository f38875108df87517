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
