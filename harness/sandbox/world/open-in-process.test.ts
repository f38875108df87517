import { expect, it } from 'vitest'
import { createRng } from '../../adapters/system/create-rng.ts'
import { openInProcess } from './open-in-process.ts'

it('opens a cluster whose accounts answer, with the limits and durations of the real pool', async () => {
  const cluster = openInProcess({ namespace: 'demo', rng: createRng(1) })
  expect(await cluster.harness.exec('kubectl get nodes -o name; exit 4', { timeoutMs: 60_000 })).toMatchObject({
    status: 'exited',
    exitCode: 4,
    stdout: 'node/node1\nnode/node2\nnode/node3\n',
  })
  expect(await cluster.method.exec('echo a; sleep 60', { timeoutMs: 1000 })).toEqual({
    status: 'timed-out',
    limitMs: 1000,
    stdout: 'a\n',
    stderr: '',
    durationMs: 1000,
  })
})
