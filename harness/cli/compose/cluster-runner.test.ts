import { describe, expect, it } from 'vitest'
import type { SharedPool } from '../../cluster/create-shared-pool.ts'
import { InfrastructureError } from '../../domain/errors.ts'
import type { TrialRecord, TrialSpec } from '../../domain/trial.ts'
import { aMethod, anEnvironment, aTrialSpec } from '../../testing/a-trial.ts'
import { createFakeCluster } from '../../testing/fake-cluster.ts'
import { createClusterRunner } from './cluster-runner.ts'
import { defaultModel } from './model.ts'

const never = new AbortController().signal
const setup = { loops: 'methods', skills: [], model: defaultModel(), environment: anEnvironment } as const
const plan = ['first', 'second'].flatMap((name) =>
  [7, 8, 9].map((seed) => aTrialSpec({ cellId: name, method: aMethod({ name }), seed })),
)

/** A cluster by name, to be set aside after so many trials. */
const aPool = (fingerprint: string, lasts = Number.POSITIVE_INFINITY): SharedPool => {
  const identity = { ...anEnvironment, fingerprint }
  let [running, closed] = [0, 0]
  return {
    identity,
    setAside: () => (closed < lasts ? undefined : new InfrastructureError(`${fingerprint} is set aside`)),
    open: async (request, signal) => {
      running += 1
      if (running > 1) throw new InfrastructureError(`${running} trials at a time on ${fingerprint}`)
      const cluster = await createFakeCluster().pool.open(request, signal)
      return {
        ...cluster,
        identity,
        close: async () => {
          await cluster.close()
          running -= 1
          closed += 1
        },
      }
    },
    close: async () => {},
  }
}

const runAll = async (...pools: readonly [SharedPool, ...SharedPool[]]): Promise<readonly TrialRecord[]> => {
  const begun: string[] = []
  const say = ({ seed, method }: TrialSpec, cluster: number): void => {
    begun.push(`${seed} ${method.name} ${pools[cluster - 1]?.identity.fingerprint}`)
  }
  const runner = createClusterRunner({ pools, begun: say }, setup, plan)
  const records = await Promise.all(plan.map(async (spec) => (await runner.run(spec, never)).record))
  for (const record of records) expect(record).not.toMatchObject({ outcome: 'void' })
  expect(begun.toSorted()).toEqual(placesOf(records))
  return records
}
const placesOf = (records: readonly TrialRecord[]): readonly string[] =>
  records.map(({ seed, methodName, environment }) => `${seed} ${methodName} ${environment.fingerprint}`).toSorted()

describe('a sweep on several clusters', () => {
  it('has all methods of a task and seed on the same one, the blocks dealt out in turn, and each row names its own', async () => {
    expect(placesOf(await runAll(aPool('a'), aPool('b')))).toEqual([
      '7 first a',
      '7 second a',
      '8 first b',
      '8 second b',
      '9 first a',
      '9 second a',
    ])
  })

  it('goes on with the others when one is set aside, also with what waited for it already', async () => {
    const places = placesOf(await runAll(aPool('a', 1), aPool('b')))
    expect(places.filter((place) => place.endsWith(' a'))).toHaveLength(1)
    expect(places).toHaveLength(6)
  })

  it('ends when all are', async () => {
    await expect(runAll(aPool('a', 1))).rejects.toThrow('a is set aside')
  })
})
