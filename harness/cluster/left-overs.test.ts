import { beforeEach, describe, expect, it } from 'vitest'
import { stdoutOf } from '../domain/command-outcome.ts'
import { openFaultHome } from '../pipeline/fault-home.ts'
import type { Clock } from '../ports/clock.ts'
import type { OpenCluster } from '../ports/cluster.ts'
import { openInProcess } from '../sandbox/world/open-in-process.ts'
import { anRng } from '../testing/an-rng.ts'
import { findLeftOverFaults, findLeftOvers, undoLeftOverFaults } from './left-overs.ts'
import { holdLease } from './lease.ts'
import { ensureTenancy } from './tenancy.ts'

const never = new AbortController().signal

/** Two harnesses' faults on one cluster: each scales an app of its own to zero, and keeps the way back beside itself. */
describe('faults on a cluster that others use too', () => {
  let world: OpenCluster
  let clock: Clock
  const gone = new Set<string>()
  const holdersOf = (own: string) => ({
    own,
    stateOf: (holder: string) => (gone.has(holder) ? ('gone' as const) : ('unknown' as const)),
  })
  const run = async (command: string): Promise<string> =>
    stdoutOf(await world.harness.exec(command, { timeoutMs: 120_000 }))

  const aHarness = async (name: string, isVisitor = false): Promise<void> => {
    const lease = await holdLease({ harness: world.harness, clock, holders: holdersOf(name), log: () => {} }, name)
    await (isVisitor ? lease.visit(`${name}-app`) : lease.note(`${name}-app`))
    await run(`kubectl create namespace ${name}-app`)
    await run(`kubectl -n ${name}-app create deployment web --image=nginx:1.27-alpine --replicas=0`)
    const recover = [{ kubectl: ['scale', 'deployment/web', '--replicas=2'] }]
    const way = { place: `${name}-app`, home: `${name}-home`, chaos: [], touched: [], recover }
    await openFaultHome({ environment: world.harness }, way, never)
  }
  const replicas = (name: string): Promise<string> =>
    run(`kubectl -n ${name}-app get deployment web -o jsonpath='{.spec.replicas}'`)

  beforeEach(async () => {
    world = openInProcess({ rng: anRng('faults'), namespace: 'nowhere' })
    clock = { nowMs: () => world.clock.nowMs(), sleep: () => new Promise(() => {}) }
    gone.clear()
    await ensureTenancy(world.harness)
    await aHarness('first')
    await aHarness('second')
  })

  const dependencies = () => ({ harness: world.harness, clock, holders: holdersOf('third') })

  it('stay while the harnesses that made them live', async () => {
    expect(await findLeftOverFaults(dependencies())).toEqual([])
    expect(await undoLeftOverFaults(dependencies())).toEqual([])
    expect([await replicas('first'), await replicas('second')]).toEqual(['0', '0'])
  })

  it('are named, with what they break, and undone once the process is known to be gone; those of others stay', async () => {
    gone.add('first')
    expect(await findLeftOverFaults(dependencies())).toEqual([{ home: 'first-home', place: 'first-app' }])
    expect(await undoLeftOverFaults(dependencies())).toEqual(['fault in namespace first-home: recovered'])
    expect([await replicas('first'), await replicas('second')]).toEqual(['2', '0'])
    await world.clock.sleep(30_000)
    expect(await run('kubectl get namespaces -o name')).not.toContain('first-home')
    expect(await undoLeftOverFaults(dependencies())).toEqual([])
  })

  it('are undone when their leases were not renewed, wherever the process is', async () => {
    await world.clock.sleep(121_000)
    expect(await undoLeftOverFaults(dependencies())).toHaveLength(2)
    expect([await replicas('first'), await replicas('second')]).toEqual(['2', '2'])
  })

  it('stay in a namespace of somebody else while the visitor lives; a visitor that is gone never costs the namespace', async () => {
    await aHarness('visitor', true)
    expect(await findLeftOverFaults(dependencies())).toEqual([])
    gone.add('visitor')
    expect(await undoLeftOverFaults(dependencies())).toEqual(['fault in namespace visitor-home: recovered'])
    expect(await replicas('visitor')).toBe('2')
    expect(await findLeftOvers(dependencies())).toEqual([
      { owner: 'visitor', namespaces: [], accounts: [], hasLease: true },
    ])
  })

  it('of which nothing was noted yet are removed only when nobody at all is at work', async () => {
    await run('kubectl -n first-home delete secret --all')
    gone.add('first')
    expect(await findLeftOverFaults(dependencies())).toEqual([])
    gone.add('second')
    expect(await undoLeftOverFaults(dependencies())).toEqual([
      'fault in namespace first-home: recovered (it was being removed already)',
      'fault in namespace second-home: recovered',
    ])
  })
})
