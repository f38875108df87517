import { expect, it } from 'vitest'
import type { Clock } from '../../ports/clock.ts'
import { createSimulation } from '../engine/create-simulation.ts'
import { createLive } from './create-live.ts'

const START_MS = 1_000_000

it('runs an event when the other clock has come that far, and not before', async () => {
  const { simulation, live, clock } = aLive(10)
  const ran: number[] = []
  live.simulation.schedule(1000, () => ran.push(simulation.nowMs()))
  await live.perform(() => {})

  await clock.pass(99)
  await live.perform(() => {})
  expect(ran).toEqual([])

  await clock.pass(1)
  expect(ran).toEqual([START_MS + 1000])
})

it('keeps one timer, and none when nothing is due', async () => {
  const { live, clock } = aLive(1)
  await live.perform(() => {})
  await clock.pass(0)
  expect(clock.sleepers()).toBe(0)

  await live.perform(() => {
    for (const delay of [50, 60, 70]) live.simulation.schedule(delay, () => {})
  })
  await clock.pass(0)
  expect(clock.sleepers()).toBe(1)
})

it('carries out a request at the present, after what was due', async () => {
  const { live, clock } = aLive(1)
  const order: string[] = []
  live.simulation.schedule(30, () => order.push('event'))
  clock.jump(40)

  const nowMs = await live.perform((flow) => {
    order.push('request')
    return flow.nowMs()
  })
  expect(order).toEqual(['event', 'request'])
  expect(nowMs).toBe(START_MS + 40)
})

it('lets a command that waits take its time, and answers others meanwhile', async () => {
  const { live, clock } = aLive(1)
  let isDone = false
  const command = live.simulation.run(async (flow) => {
    await flow.sleep(1000)
    isDone = true
    return flow.nowMs()
  })
  await clock.pass(500)
  expect(await live.perform((flow) => flow.nowMs())).toBe(START_MS + 500)
  expect(isDone).toBe(false)

  await clock.pass(500)
  expect(await command).toBe(START_MS + 1000)
})

it('ends a flow that is aborted without waiting for the next event', async () => {
  const { live } = aLive(1)
  const ended = new Promise((resolve) => {
    const handle = live.simulation.spawn((flow) => flow.sleep(1_000_000), { onEnd: resolve })
    void live.perform(() => {}).then(() => handle.abort('gone'))
  })
  expect(await ended).toEqual({ status: 'threw', error: 'gone' })
})

it('goes on after an event that throws, and tells of it', async () => {
  const { live, clock, errors } = aLive(1)
  const ran: string[] = []
  live.simulation.schedule(10, () => {
    throw new Error('a defect')
  })
  live.simulation.schedule(20, () => ran.push('later'))
  await live.perform(() => {})
  await clock.pass(10)
  await clock.pass(10)
  expect(errors.map(String)).toEqual(['Error: a defect'])
  expect(ran).toEqual(['later'])
})

const aLive = (speed: number) => {
  const clock = aClock()
  const errors: unknown[] = []
  const simulation = createSimulation({ startMs: START_MS })
  const live = createLive({ simulation, clock, onError: (error) => errors.push(error) })
  live.start(speed)
  return { simulation, live, clock, errors }
}

/** A clock that the test moves. */
const aClock = () => {
  let nowMs = 0
  const waiting = new Set<{ readonly untilMs: number; readonly wake: () => void }>()
  const clock: Clock = {
    nowMs: () => nowMs,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const sleeper = { untilMs: nowMs + ms, wake: resolve }
        waiting.add(sleeper)
        signal?.addEventListener('abort', () => {
          waiting.delete(sleeper)
          reject(signal?.reason as Error)
        })
      }),
  }
  const jump = (ms: number): void => {
    nowMs += ms
  }
  return {
    ...clock,
    jump,
    sleepers: () => waiting.size,
    /** Moves on, wakes whom it concerns, and lets all promises settle. */
    pass: async (ms: number) => {
      await settled()
      jump(ms)
      for (const sleeper of waiting) {
        if (sleeper.untilMs > nowMs) continue
        waiting.delete(sleeper)
        sleeper.wake()
      }
      await settled()
    },
  }
}

/** Promises that stand in line have had their turn. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
