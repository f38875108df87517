import { describe, expect, it } from 'vitest'
import { aPod, aSandbox } from '../../../testing/a-sandbox.ts'
import { resources } from '../../api/resources.ts'

describe('cordoning every node', () => {
  it('taints them, keeps new pods out, and lets them in within seconds when it is undone', () => {
    const sandbox = aSandbox(161)
    const cordon = (unschedulable: boolean | null): void => {
      for (const name of ['node1', 'node2', 'node3']) {
        sandbox.admin.patch({ resource: resources.nodes, name }, { type: 'merge', body: { spec: { unschedulable } } })
      }
    }
    const waiting = (): readonly string[] =>
      sandbox.events().flatMap(({ reason, message }) => (reason === 'FailedScheduling' ? [message] : []))
    cordon(true)
    sandbox.run(1)
    sandbox.apply(aPod('late', '', 'nginx:1.27-alpine'))
    sandbox.run(11)
    expect(waiting()).toEqual([
      '0/3 nodes are available: 3 node(s) were unschedulable. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.',
    ])
    const [node] = sandbox.admin.list({ resource: resources.nodes }).items
    expect(node!.spec!.taints).toEqual([
      { effect: 'NoSchedule', key: 'node.kubernetes.io/unschedulable', timeAdded: '2026-01-05T08:00:00Z' },
    ])
    expect(sandbox.events('default').map(({ message }) => message)).toContain(
      'Node node1 status is now: NodeNotSchedulable',
    )
    cordon(null)
    sandbox.run(4)
    expect(
      waiting().some((message) => message.includes('untolerated taint {node.kubernetes.io/unschedulable: }')),
    ).toBe(true)
    expect(sandbox.pods('late')[0]!.spec!.nodeName).toMatch(/^node/)
    expect(sandbox.admin.list({ resource: resources.nodes }).items.some(({ spec }) => spec?.taints)).toBe(false)
  })
})
