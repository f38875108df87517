import { EventEmitter } from 'node:events'
import { expect, it } from 'vitest'
import { InfrastructureError } from '../../domain/errors.ts'
import { NotStartedError } from './errors.ts'
import type { SshLink } from './open-chain.ts'
import { createOrphans } from './orphans.ts'

const clock = { nowMs: () => 60_000, sleep: () => new Promise<never>(() => {}) }

/** A session that ends at once with exit code 0. */
const aSession = () => {
  const end = (): void => {
    session.emit('exit', 0)
    session.emit('close')
  }
  const session = Object.assign(new EventEmitter(), { stderr: new EventEmitter(), end })
  return session
}

/** A link over which lines are sent; with a failure it starts none of them, and may be lost by it. */
const aLink = (sent: string[], failure?: Error, isLost = false): SshLink => {
  let lost: InfrastructureError | undefined
  const exec = (line: string, _options: object, started: (error: Error | undefined, session?: object) => void) => {
    sent.push(line)
    if (isLost) lost = new InfrastructureError('lost')
    if (failure === undefined) started(undefined, aSession())
    else started(failure)
  }
  return { client: { exec }, lost: () => lost, onLost: () => () => {} } as never
}

const aMemory = () => {
  const orphans = createOrphans({ clock })
  orphans.add({ name: 'a.b.1', leader: 4711, startedMs: 20_000, link: aLink([]) })
  return orphans
}

it('ends what a lost link left behind once, over the next one', async () => {
  const sent: string[] = []
  const [orphans, next] = [aMemory(), aLink(sent)]
  await Promise.all([orphans.end(next), orphans.end(next)])
  await orphans.end(next)
  expect(sent).toHaveLength(1)
  expect(sent[0]).toMatch(/kill -KILL -- -\$1;.* && end 4711$/)
})

it('leaves alone what ran on the link itself', async () => {
  const sent: string[] = []
  const [orphans, own] = [createOrphans({ clock }), aLink(sent)]
  orphans.add({ name: 'a.b.1', leader: 4711, startedMs: 20_000, link: own })
  await orphans.end(own)
  expect(sent).toEqual([])
})

it.each([
  ['is lost too', new Error('gone'), true, false],
  ['refuses a session', Object.assign(new Error('refused'), { reason: 1 }), false, true],
])(
  'remembers it where the next link %s, and lets nothing else run there first',
  async (_what, failure, isLost, isRefusal) => {
    const sent: string[] = []
    const [orphans, broken] = [aMemory(), aLink(sent, failure, isLost)]
    await expect(orphans.end(broken)).rejects.toMatchObject({ constructor: NotStartedError, isRefusal })
    await orphans.end(aLink(sent))
    expect(sent).toHaveLength(2)
  },
)

it('waits for a host that does not answer no longer than its time', async () => {
  const slept: number[] = []
  const sleep = async (ms: number): Promise<void> => void slept.push(ms)
  const orphans = createOrphans({ clock: { ...clock, sleep } })
  orphans.add({ name: 'a.b.1', leader: 4711, startedMs: 20_000, link: aLink([]) })
  const silent = { ...aLink([]), client: { exec: () => {} } } as never
  await orphans.end(silent)
  expect(slept).toEqual([10_000])
})
