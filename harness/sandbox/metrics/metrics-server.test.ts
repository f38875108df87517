import { describe, expect, it } from 'vitest'
import { resources } from '../api/resources.ts'
import { aSandbox, aWebApp } from '../../testing/a-sandbox.ts'

const podMetrics = { group: 'metrics.k8s.io', plural: 'pods' }

describe('pod metrics', () => {
  it('miss a new pod until it was seen for a while, and keep a deleted one until the next round', () => {
    const sandbox = aSandbox(61)
    const names = () =>
      sandbox.admin.list({ resource: podMetrics, namespace: 'shop' }).items.map(({ metadata }) => metadata.name)
    sandbox.apply(aWebApp('web', 1))
    sandbox.run(5)
    expect(names()).toEqual([])
    sandbox.run(30)
    const [name] = names()
    expect(name).toBe(sandbox.pods('web')[0]!.metadata.name)
    sandbox.admin.delete({ resource: resources.pods, namespace: 'shop', name: name! }, { gracePeriodSeconds: 0 })
    sandbox.run(0.1)
    expect(names()).toEqual([name])
    sandbox.run(45)
    expect(names()).toEqual([sandbox.pods('web')[0]!.metadata.name])
    expect(names()).not.toEqual([name])
  })

  it('exist for every node', () => {
    const sandbox = aSandbox(62)
    const { items } = sandbox.admin.list({ resource: { group: 'metrics.k8s.io', plural: 'nodes' } })
    expect(items.map(({ metadata }) => metadata.name)).toEqual(['node1', 'node2', 'node3'])
  })
})
