import { describe, expect, it } from 'vitest'
import { resources } from '../api/resources.ts'
import { aPod, aSandbox } from '../../testing/a-sandbox.ts'

const afterDelete = (command: string, gracePeriodSeconds?: number) => {
  const sandbox = aSandbox(6)
  sandbox.apply(aPod('victim', command, command === '' ? 'nginx:1.27-alpine' : 'busybox:1.36'))
  sandbox.run(10)
  const seen = sandbox.watchPods()
  const startedAt = sandbox.seconds()
  sandbox.admin.delete(
    { resource: resources.pods, namespace: 'shop', name: 'victim' },
    gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds },
  )
  sandbox.run(40)
  return seen.map(({ at, what }) => ({ after: at - startedAt, what: what.replace('victim ', '') }))
}

describe('deleting a pod', () => {
  it('ends a process that handles SIGTERM within a second', () => {
    const seen = afterDelete('')
    expect(seen.map(({ what }) => what)).toEqual(['1/1 Terminating 0', '0/1 Completed 0', 'gone'])
    expect(seen.at(-1)!.after).toBeLessThan(1.4)
  })

  it('waits for the grace period when the process ignores SIGTERM', () => {
    const seen = afterDelete('[sleep, infinity]')
    expect(seen.map(({ what }) => what)).toEqual(['1/1 Terminating 0', '0/1 Error 0', 'gone'])
    expect(seen.at(-1)!.after).toBeGreaterThan(30)
    expect(seen.at(-1)!.after).toBeLessThan(31.3)
  })

  it('removes the object at once when it is forced', () => {
    const seen = afterDelete('[sleep, infinity]', 0)
    expect(seen.at(-1)).toEqual({ after: 0, what: 'gone' })
  })
})
