import { describe, expect, it } from 'vitest'
import { aPod, aSandbox } from '../../testing/a-sandbox.ts'

describe('an image tag that does not exist', () => {
  const sandbox = aSandbox(8)
  const seen = sandbox.watchPods()
  const pulls: number[] = []
  sandbox.admin.watch({ resource: { group: '', plural: 'events' }, namespace: 'shop' }, {}, ({ object }) => {
    if ((object as { readonly reason?: string }).reason === 'Pulling') pulls.push(sandbox.seconds())
  })
  sandbox.apply(aPod('pull', '', 'nginx:1.99-nosuch'))
  sandbox.run(200)

  it('shows ErrImagePull first and alternates with ImagePullBackOff', () => {
    const reasons = seen.map(({ what }) => what.split(' ')[2]).filter((reason) => reason?.includes('ImagePull'))
    expect(reasons[0]).toBe('ErrImagePull')
    expect(reasons[1]).toBe('ImagePullBackOff')
    expect(reasons.length).toBeGreaterThanOrEqual(4)
    expect(reasons.every((reason, index) => index === 0 || reason !== reasons[index - 1])).toBe(true)
  })

  it('is pulled again after 10, 20, 40 and 80 s and what the next sync adds', () => {
    expect(pulls).toHaveLength(5)
    const gaps = pulls.slice(1).map((at, index) => at - pulls[index]!)
    gaps.forEach((gap, index) => {
      const backOff = 10 * 2 ** index
      expect(gap).toBeGreaterThanOrEqual(backOff - 0.1)
      expect(gap).toBeLessThan(backOff + 17)
    })
  })

  it('tells in events as the kubelet does: the back-off Normal, its error Warning', () => {
    const kinds = new Map(sandbox.events().map(({ type, reason, message }) => [message, `${type} ${reason}`]))
    expect(kinds.get('Back-off pulling image "nginx:1.99-nosuch"')).toBe('Normal BackOff')
    expect(kinds.get('Error: ImagePullBackOff')).toBe('Warning Failed')
    expect(kinds.get('Error: ErrImagePull')).toBe('Warning Failed')
    expect(
      kinds.get(
        'Failed to pull image "nginx:1.99-nosuch": rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/nginx:1.99-nosuch": failed to resolve image: docker.io/library/nginx:1.99-nosuch: not found',
      ),
    ).toBe('Warning Failed')
  })
})

describe('an image that is in the registry and not on the node', () => {
  it('is pulled once and kept', () => {
    const sandbox = aSandbox(9)
    sandbox.apply(aPod('one', '[sleep, infinity]', 'alpine:3.20', '  nodeName: node1'))
    sandbox.run(30)
    sandbox.apply(aPod('two', '[sleep, infinity]', 'alpine:3.20', '  nodeName: node1'))
    sandbox.run(10)
    const messages = (name: string) =>
      sandbox
        .events()
        .filter(({ object }) => object === `Pod/${name}`)
        .map(({ message }) => message)
    expect(messages('one').some((message) => message.startsWith('Successfully pulled image "alpine:3.20" in '))).toBe(
      true,
    )
    expect(messages('two')).toContain('Container image "alpine:3.20" already present on machine')
  })
})
