import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SharedPool } from '../../cluster/create-shared-pool.ts'
import { InfrastructureError } from '../../domain/errors.ts'
import type { TrialRecord } from '../../domain/trial.ts'
import { createSandboxPool } from '../sandbox/create-sandbox-pool.ts'
import { sandboxIdentity } from '../../sandbox/world/sandbox-identity.ts'
import { createClusterRunner } from './cluster-runner.ts'
import { planSweep, type PlannedSweep } from './plan-sweep.ts'

const never = new AbortController().signal

describe('a sweep on several clusters', () => {
  let planned: PlannedSweep
  let folder: string
  const closing: (() => Promise<void>)[] = []
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'clusters-'))
    const file = join(folder, 'sweep.yaml')
    writeFileSync(join(folder, 'suite.yaml'), 'suite: s\ntasks: [pilot/detect-1]\n')
    writeFileSync(
      file,
      'sweep: s\ntitle: S\nmode: fast\nsuite: ./suite.yaml\nmethods: [noop, reference]\nseeds: [7, 8, 9]\n',
    )
    planned = await planSweep({ warn: () => {} }, { file })
  })
  afterAll(async () => {
    for (const close of closing) await close()
    rmSync(folder, { recursive: true })
  })

  /** A sandbox that stands for a shared cluster: named, and to be set aside after so many trials. */
  const aPool = async (fingerprint: string, lasts = Number.POSITIVE_INFINITY): Promise<SharedPool> => {
    const pool = await createSandboxPool()
    closing.push(pool.close)
    const identity = { ...sandboxIdentity(), fingerprint }
    let opened = 0
    return {
      identity,
      setAside: () => (opened < lasts ? undefined : new InfrastructureError(`${fingerprint} is set aside`)),
      open: async (request, signal) => {
        const cluster = await pool.open(request, signal)
        return {
          ...cluster,
          identity,
          close: async () => {
            opened += 1
            await cluster.close()
          },
        }
      },
      close: pool.close,
    }
  }
  const runAll = async (...pools: readonly [SharedPool, ...SharedPool[]]): Promise<readonly TrialRecord[]> => {
    const { plan, setup } = planned
    const runner = createClusterRunner({ pools }, setup, plan.trials)
    return Promise.all(plan.trials.map(async (spec) => (await runner.run(spec, never)).record))
  }
  const placesOf = (records: readonly TrialRecord[]): readonly string[] =>
    records.map(({ seed, methodName, environment }) => `${seed} ${methodName} ${environment.fingerprint}`).toSorted()

  it('has all methods of a task and seed on the same one, the blocks dealt out in turn, and each row names its own', async () => {
    expect(placesOf(await runAll(await aPool('a'), await aPool('b')))).toEqual([
      '7 noop a',
      '7 reference a',
      '8 noop b',
      '8 reference b',
      '9 noop a',
      '9 reference a',
    ])
  })

  it('goes on with the others when one is set aside, also with what waited for it already', async () => {
    const places = placesOf(await runAll(await aPool('a', 1), await aPool('b')))
    expect(places.filter((place) => place.endsWith(' a'))).toHaveLength(1)
    expect(places).toHaveLength(6)
  })

  it('ends when all are', async () => {
    await expect(runAll(await aPool('a', 1))).rejects.toThrow('a is set aside')
  })
})
