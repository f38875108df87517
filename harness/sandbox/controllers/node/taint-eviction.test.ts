import { describe, expect, it } from 'vitest'
import { aPod, aSandbox, aWebApp } from '../../../testing/a-sandbox.ts'
import { resources } from '../../api/resources.ts'

describe('a NoExecute taint', () => {
  const taint = (sandbox: ReturnType<typeof aSandbox>, taints: readonly object[] | null): void => {
    for (const name of ['node1', 'node2', 'node3']) {
      sandbox.admin.patch({ resource: resources.nodes, name }, { type: 'merge', body: { spec: { taints } } })
    }
  }
  const dedicated = [{ key: 'dedicated', value: 'batch', effect: 'NoExecute' }]
  const tolerant = '  tolerations: [{ key: dedicated, operator: Exists, effect: NoExecute, tolerationSeconds: 20 }]'

  it('sends pods away within a second, bare ones for good, tolerant ones when their time is over', () => {
    const sandbox = aSandbox(141)
    sandbox.apply(aWebApp('web', 1))
    sandbox.apply(aPod('bare', '', 'nginx:1.27-alpine'))
    sandbox.apply(aPod('patient', '', 'nginx:1.27-alpine', tolerant))
    sandbox.run(20)
    const [web] = sandbox.pods('web')
    taint(sandbox, dedicated)
    sandbox.run(1)
    expect(sandbox.events().map(({ message }) => message)).toContain(
      `Marking for deletion Pod shop/${web!.metadata.name}`,
    )
    sandbox.run(5)
    expect(sandbox.pods('bare')).toEqual([])
    expect(sandbox.pods('web').map(({ status }) => status?.phase)).toEqual(['Pending'])
    expect(sandbox.pods('patient')[0]!.metadata.deletionTimestamp).toBeUndefined()
    sandbox.run(20)
    expect(sandbox.pods('patient')).toEqual([])
    taint(sandbox, null)
    sandbox.run(15)
    expect(sandbox.pods('web').map(({ status }) => status?.phase)).toEqual(['Running'])
  })

  it('is forgotten when it goes before the time is over', () => {
    const sandbox = aSandbox(142)
    sandbox.apply(aPod('patient', '', 'nginx:1.27-alpine', tolerant))
    sandbox.run(5)
    taint(sandbox, dedicated)
    sandbox.run(10)
    taint(sandbox, null)
    sandbox.run(30)
    expect(sandbox.pods('patient')).toHaveLength(1)
    expect(sandbox.events().map(({ message }) => message)).toContain('Cancelling deletion of Pod shop/patient')
  })
})
