import { describe, expect, test } from 'vitest'
import { InterruptedError } from '../domain/errors.ts'
import type { Claim } from '../domain/claim.ts'
import type { Clock } from '../ports/clock.ts'
import type { LoopContext } from '../ports/loop.ts'
import { anEnvironment, aTrialSpec } from '../testing/a-trial.ts'
import { anRng } from '../testing/an-rng.ts'
import { createFakeCluster } from '../testing/fake-cluster.ts'
import { createInProcessRunner } from './run-in-process.ts'

/** A machine's clock that advances by 7 ms a look, and whose sleeps end when told. */
const aWallClock = () => {
  let nowMs = 0
  const wake: (() => void)[] = []
  let sleeping = 0
  const clock: Clock = {
    nowMs: () => (nowMs += 7),
    sleep: (_ms, signal) =>
      new Promise((resolve, reject) => {
        sleeping += 1
        const end = (settle: () => void) => () => {
          sleeping -= 1
          settle()
        }
        wake.push(end(resolve))
        signal?.addEventListener(
          'abort',
          end(() => reject(new Error('woken'))),
          { once: true },
        )
      }),
  }
  return { clock, wakeAll: () => wake.forEach((each) => each()), sleeping: () => sleeping }
}

const runnerWith = (work: (context: LoopContext) => Promise<Claim>) => {
  const wall = aWallClock()
  const cluster = createFakeCluster()
  const runner = createInProcessRunner({
    pool: cluster.pool,
    rng: anRng(),
    environment: anEnvironment,
    loopOf: () => ({ run: work }),
    wallClock: wall.clock,
  })
  return { runner, wall, cluster }
}
const idle: Claim = { status: 'unsolved', summary: '' }
const never = new AbortController().signal

describe('the runner in this thread', () => {
  test('tells the real time of a trial apart from its record, and leaves no timer behind', async () => {
    const { runner, wall } = runnerWith(async () => idle)
    const { record, wallMs } = await runner.run(aTrialSpec(), never)
    expect([record.outcome, wallMs, wall.sleeping()]).toEqual(['unsolved', 7, 0])
  })

  test('gives the same record each time', async () => {
    const runOnce = async () => (await runnerWith(async () => idle).runner.run(aTrialSpec(), never)).record
    expect(JSON.stringify(await runOnce())).toBe(JSON.stringify(await runOnce()))
  })

  test('gives a trial that hangs in real time up as void, never as a limit', async () => {
    const { runner, wall, cluster } = runnerWith(async ({ signal }) => {
      wall.wakeAll()
      await new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
      })
      return idle
    })
    const { record } = await runner.run(aTrialSpec(), never)
    expect(record).toMatchObject({ outcome: 'void', stage: 'run', reason: expect.stringContaining('of real time') })
    expect([cluster.isFaultLive(), cluster.isOpen()]).toEqual([false, false])
  })

  test('starts nothing once it was stopped', async () => {
    const { runner, cluster } = runnerWith(async () => idle)
    await expect(runner.run(aTrialSpec(), AbortSignal.abort())).rejects.toThrow(InterruptedError)
    expect(cluster.commands).toEqual([])
  })
})
