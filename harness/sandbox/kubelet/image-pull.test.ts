import { describe, expect, it } from 'vitest'
import { aPod, aSandbox } from '../../testing/a-sandbox.ts'

describe('an image tag that does not exist', () => {
  const sandbox = aSandbox(8)
  const seen = sandbox.watchPods()
  sandbox.apply(aPod('pull', '', 'nginx:1.99-nosuch'))
  // Events are too sparse to count pulls by: the back-off grows with each.
  const pulls: number[] = []
  let known = 0
  for (let second = 0; second < 200; second += 1) {
    sandbox.run(1)
    const backOff = sandbox.cluster.kubelets.podOf(sandbox.pods('pull')[0]!.metadata.uid)?.containers[0]?.pull
    if (backOff === undefined || backOff.currentMs() === known) continue
    known = backOff.currentMs()
    pulls.push(sandbox.seconds())
  }

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
      expect(gap).toBeGreaterThanOrEqual(backOff - 1)
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
