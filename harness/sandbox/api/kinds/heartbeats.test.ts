import { expect, it } from 'vitest'
import { aSandbox } from '../../../testing/a-sandbox.ts'
import { resources } from '../resources.ts'

it('nodes go on reporting and renewing their leases, and nothing is stored for it', () => {
  const sandbox = aSandbox(171)
  const agesMs = (): readonly number[] => {
    const nowMs = sandbox.simulation.nowMs()
    const node = sandbox.admin.get({ resource: resources.nodes, name: 'node1' })
    const lease = sandbox.admin.get({ resource: resources.leases, namespace: 'kube-node-lease', name: 'node1' })
    const beats = [...(node.status?.conditions ?? []).map((each) => each.lastHeartbeatTime), lease.spec?.renewTime]
    return beats.map((beat) => nowMs - Date.parse(String(beat)))
  }
  const version = sandbox.server.resourceVersion()
  for (const seconds of [0, 7, 1000, 36_000]) {
    sandbox.run(seconds)
    const ages = agesMs()
    expect(Math.min(...ages)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...ages.slice(0, -1))).toBeLessThan(300_000)
    expect(ages.at(-1)).toBeLessThan(10_000)
  }
  expect(sandbox.server.resourceVersion()).toBe(version)
})
