import { expect, it } from 'vitest'
import { createRng } from '../../adapters/system/create-rng.ts'
import { openWorld } from './open-world.ts'

it('tells whole milliseconds to everyone outside, whatever its latencies are', async () => {
  const world = openWorld({ rng: createRng(3), namespace: 'shop' })
  await world.clock.sleep(0.4)
  for (const command of ['kubectl create namespace shop', 'kubectl get pods -A', 'kubectl -n shop create cm a'])
    await world.shells.harness.exec({ command, stdin: '', timeoutMs: 60_000.5 })
  const mutations = await world.audit.mutations()
  expect(mutations.length).toBeGreaterThan(1)
  expect([world.clock.nowMs(), ...mutations.map(({ atMs }) => atMs)].filter((ms) => !Number.isInteger(ms))).toEqual([])
})
