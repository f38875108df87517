import { describe, expect, it } from 'vitest'
import { aSandbox, aWebApp } from '../../../testing/a-sandbox.ts'
import { resources } from '../../api/resources.ts'

const aBudget = (rule: string): string => `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web }
spec: { ${rule}, selector: { matchLabels: { app: web } } }
`
const ref = { resource: resources.podDisruptionBudgets, namespace: 'shop', name: 'web' }

describe('a disruption budget', () => {
  it('counts healthy pods and what may be evicted, and follows both', () => {
    const sandbox = aSandbox(131)
    sandbox.apply(aWebApp('web', 2))
    sandbox.apply(aBudget('minAvailable: 2'))
    sandbox.run(20)
    expect(sandbox.admin.get(ref).status).toMatchObject({
      currentHealthy: 2,
      desiredHealthy: 2,
      disruptionsAllowed: 0,
      expectedPods: 2,
    })
    const name = sandbox.pods('web')[0]!.metadata.name
    const evict = (): void => sandbox.admin.evict({ resource: resources.pods, namespace: 'shop', name })
    expect(evict).toThrow("Cannot evict pod as it would violate the pod's disruption budget.")
    sandbox.admin.patch(ref, { type: 'merge', body: { spec: { minAvailable: 1 } } })
    sandbox.run(1)
    expect(sandbox.admin.get(ref).status?.disruptionsAllowed).toBe(1)
    evict()
    sandbox.run(1)
    expect(sandbox.admin.get(ref).status).toMatchObject({ currentHealthy: 1, disruptionsAllowed: 0 })
  })

  it('reads shares of what the owner wants', () => {
    const sandbox = aSandbox(132)
    sandbox.apply(aWebApp('web', 4))
    sandbox.apply(aBudget("maxUnavailable: '25%'"))
    sandbox.run(20)
    expect(sandbox.admin.get(ref).status).toMatchObject({ desiredHealthy: 3, disruptionsAllowed: 1, expectedPods: 4 })
  })
})
