import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSimulation } from './create-simulation.ts'
import {
  EventLimitError,
  FlowAwakeError,
  FlowBlockedError,
  FlowDeadlineError,
  NestedAdvanceError,
  StalledError,
} from './errors.ts'

const START = Date.UTC(2026, 0, 1)
const aSimulation = () => createSimulation({ startMs: START })

describe('the event queue', () => {
  it('runs events by time, and those of one time in the order of scheduling', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 200 }), (delays) => {
        const simulation = aSimulation()
        const seen: { readonly delay: number; readonly index: number; readonly atMs: number }[] = []
        delays.forEach((delay, index) =>
          simulation.schedule(delay, () => seen.push({ delay, index, atMs: simulation.nowMs() - START })),
        )
        simulation.advance(50)
        const expected = delays.map((delay, index) => ({ delay, index, atMs: delay }))
        expect(seen).toEqual(expected.sort((a, b) => a.delay - b.delay || a.index - b.index))
      }),
    )
  })

  it('skips events that were withdrawn', () => {
    const simulation = aSimulation()
    const seen: string[] = []
    const cancel = simulation.schedule(1, () => seen.push('withdrawn'))
    simulation.schedule(2, () => seen.push('kept'))
    cancel()
    expect(simulation.statistics().pending).toBe(1)
    simulation.advance(5)
    expect(seen).toEqual(['kept'])
    expect(simulation.nowMs()).toBe(START + 5)
  })

  it('loses nothing and keeps its order when most of what was scheduled is withdrawn', () => {
    const simulation = aSimulation()
    const seen: number[] = []
    const cancels = Array.from({ length: 2000 }, (_, index) =>
      simulation.schedule((index * 7919) % 1000, () => seen.push(index)),
    )
    cancels.forEach((cancel, index) => {
      if (index % 10 !== 0) cancel()
    })
    expect(simulation.statistics().pending).toBe(200)
    simulation.advance(1000)
    cancels.forEach((cancel) => cancel())
    const kept = Array.from({ length: 200 }, (_, index) => index * 10)
    expect(seen).toEqual(kept.sort((a, b) => ((a * 7919) % 1000) - ((b * 7919) % 1000) || a - b))
    expect(simulation.statistics()).toEqual({ executed: 200, pending: 0 })
  })

  it('runs what an event schedules for now after what was already due', () => {
    const simulation = aSimulation()
    const seen: string[] = []
    simulation.schedule(1, () => {
      seen.push('first')
      simulation.schedule(0, () => seen.push('nested'))
    })
    simulation.schedule(1, () => seen.push('second'))
    simulation.advance(1)
    expect(seen).toEqual(['first', 'second', 'nested'])
  })

  it('names endless rescheduling instead of hanging', async () => {
    const simulation = aSimulation()
    const again = (): void => void simulation.schedule(0, again)
    again()
    expect(() => simulation.advance(1, { maxEvents: 100 })).toThrow(EventLimitError)
    await expect(simulation.run((flow) => flow.sleep(1), { maxEvents: 100 })).rejects.toThrow(EventLimitError)
  })

  it('refuses delays that are no time and events that advance the clock', () => {
    const simulation = aSimulation()
    expect(() => simulation.schedule(-1, () => {})).toThrow(RangeError)
    expect(() => simulation.schedule(Number.NaN, () => {})).toThrow(RangeError)
    simulation.schedule(1, () => simulation.advance(1))
    expect(() => simulation.advance(2)).toThrow(NestedAdvanceError)
  })
})

describe('a flow', () => {
  it('sleeps in cluster time and returns its value', async () => {
    const simulation = aSimulation()
    const value = await simulation.run(async (flow) => {
      await flow.sleep(90_000)
      return flow.nowMs() - START
    })
    expect(value).toBe(90_000)
  })

  it('may do promise work of any length between two waits without time passing', async () => {
    const simulation = aSimulation()
    const other: number[] = []
    for (let second = 1; second <= 10; second += 1) simulation.schedule(second, () => other.push(second))
    await simulation.run(async (flow) => {
      for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve))
      expect(other).toEqual([])
      await flow.sleep(3)
      for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
      expect(other).toEqual([1, 2, 3])
    })
  })

  it('waits until a predicate holds, and says when the limit passed first', async () => {
    const simulation = aSimulation()
    let isReady = false
    simulation.schedule(500, () => {
      isReady = true
    })
    const first = await simulation.run(async (flow) => [await flow.waitUntil(() => isReady, 400), flow.nowMs() - START])
    const second = await simulation.run(async (flow) => [
      await flow.waitUntil(() => isReady, 400),
      flow.nowMs() - START,
    ])
    expect(first).toEqual([false, 400])
    expect(second).toEqual([true, 500])
  })

  it('passes on what its body, its predicate or an event throws', async () => {
    const simulation = aSimulation()
    const body = simulation.run(async () => {
      throw new Error('from the body')
    })
    await expect(body).rejects.toThrow('from the body')
    const broken = (): boolean => {
      if (simulation.nowMs() > START) throw new Error('from the predicate')
      return false
    }
    simulation.schedule(1, () => {})
    await expect(simulation.run((flow) => flow.waitUntil(broken, 10))).rejects.toThrow('from the predicate')
    simulation.schedule(1, () => {
      throw new Error('from an event')
    })
    await expect(simulation.run((flow) => flow.sleep(5))).rejects.toThrow('from an event')
    await expect(simulation.run((flow) => flow.sleep(5))).resolves.toBeUndefined()
  })

  it('is woken by its deadline in cluster time', async () => {
    const simulation = aSimulation()
    const waiting = simulation.run((flow) => flow.waitUntil(() => false, 60_000), { deadlineMs: 20_000 })
    await expect(waiting).rejects.toThrow(FlowDeadlineError)
    expect(simulation.nowMs()).toBe(START + 20_000)
  })

  it('is woken by a signal of its own', async () => {
    const simulation = aSimulation()
    const controller = new AbortController()
    simulation.schedule(7, () => controller.abort(new Error('interrupted')))
    await expect(simulation.run((flow) => flow.sleep(100, controller.signal))).rejects.toThrow('interrupted')
    expect(simulation.nowMs()).toBe(START + 7)
  })

  it('cannot wait for two things at once', async () => {
    const simulation = aSimulation()
    const both = simulation.run((flow) => Promise.all([flow.sleep(1), flow.sleep(2)]))
    await expect(both).rejects.toThrow(FlowBlockedError)
  })

  it('is told when nothing can ever wake it', async () => {
    await expect(aSimulation().run((flow) => flow.sleep(Number.POSITIVE_INFINITY))).rejects.toThrow(StalledError)
  })
})

describe('several flows', () => {
  it('share the clock and take turns in the order of starting', async () => {
    const simulation = aSimulation()
    const log: string[] = []
    const worker = (name: string, everyMs: number) =>
      simulation.run(async (flow) => {
        for (let turn = 0; turn < 3; turn += 1) {
          await flow.sleep(everyMs)
          await new Promise((resolve) => setImmediate(resolve))
          log.push(`${name}@${flow.nowMs() - START}`)
        }
      })
    await Promise.all([worker('a', 2), worker('b', 3), worker('c', 2)])
    expect(log).toEqual(['a@2', 'c@2', 'b@3', 'a@4', 'c@4', 'b@6', 'a@6', 'c@6', 'b@9'])
  })

  it('join their children, which need no driver of their own', async () => {
    const simulation = aSimulation()
    const outcome = await simulation.run(async (flow) => {
      const child = flow.spawn(async (inner) => {
        await inner.sleep(40)
        return 'done'
      })
      await flow.sleep(10)
      expect(child.outcome()).toBeUndefined()
      return [await flow.join(child), flow.nowMs() - START]
    })
    expect(outcome).toEqual([{ status: 'returned', value: 'done' }, 40])
  })

  it('live on beyond the call that drove them, until they are aborted', async () => {
    const simulation = aSimulation()
    const beats: number[] = []
    let ended: unknown
    const process = simulation.spawn(
      async (flow) => {
        for (;;) {
          await flow.sleep(10)
          beats.push(flow.nowMs() - START)
        }
      },
      { onEnd: (outcome) => (ended = outcome) },
    )
    await simulation.run((flow) => flow.sleep(25))
    expect(beats).toEqual([10, 20])
    expect(() => simulation.advance(10)).toThrow(FlowAwakeError)
    await simulation.run((flow) => flow.sleep(5))
    process.abort('killed')
    await simulation.run((flow) => flow.sleep(0))
    expect(ended).toEqual({ status: 'threw', error: 'killed' })
    simulation.advance(100)
    expect(beats).toEqual([10, 20, 30])
  })

  it('make their driver fail when they throw and nobody asked for their outcome', async () => {
    const simulation = aSimulation()
    simulation.spawn(async (flow) => {
      await flow.sleep(5)
      throw new Error('lost child')
    })
    await expect(simulation.run((flow) => flow.sleep(100))).rejects.toThrow('lost child')
  })

  it('see the same order of things in every run, however long their promises take', async () => {
    const runOnce = async (yields: readonly number[]): Promise<readonly string[]> => {
      const simulation = aSimulation()
      const log: string[] = []
      const flows = yields.map((count, index) =>
        simulation.run(async (flow) => {
          for (let turn = 0; turn < 4; turn += 1) {
            await flow.sleep((index * 7 + turn * 3) % 5)
            for (let i = 0; i < count; i += 1) await Promise.resolve()
            log.push(`${index}:${turn}@${flow.nowMs() - START}`)
          }
        }),
      )
      await Promise.all(flows)
      return log
    }
    const expected = await runOnce([0, 0, 0, 0])
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 4, maxLength: 4 }), async (yields) => {
        expect(await runOnce(yields)).toEqual(expected)
      }),
      { numRuns: 30 },
    )
  })
})
