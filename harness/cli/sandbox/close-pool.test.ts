import { setImmediate } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { createRng } from '../../adapters/system/create-rng.ts'
import { createSandboxPool } from './create-sandbox-pool.ts'

const connections = (): readonly string[] =>
  process.getActiveResourcesInfo().filter((resource) => resource.startsWith('TCP'))

// In a file of its own: other pools would count.
it('leaves nothing open behind that would keep the process alive', async () => {
  const before = connections().length
  const pool = await createSandboxPool()
  const request = { namespace: 'demo', mayChange: 'edit' as const, rng: createRng(1) }
  const cluster = await pool.open(request, new AbortController().signal)
  await cluster.harness.exec('sleep 5; echo done', { timeoutMs: 60_000 })
  expect(connections().length).toBeGreaterThan(before)
  await cluster.close()
  await pool.close()
  // Sockets that were told to close do so within a few turns of the event loop.
  for (let turn = 0; turn < 200 && connections().length > before; turn += 1) await setImmediate()
  expect(connections().length).toBe(before)
})
