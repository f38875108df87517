import { describe, expect, test } from 'vitest'
import { aTrialSpec } from '../testing/a-trial.ts'
import type { FakeCluster } from '../testing/fake-cluster.ts'
import type { Work } from '../testing/play-trial.ts'
import { idle, play, run, voided } from '../testing/play-trial.ts'

describe('a fault', () => {
  test('is live while the method works, and gone afterwards, with its times', async () => {
    const live: boolean[] = []
    const work: Work = async (_context, cluster) => {
      live.push(cluster.isFaultLive())
      return idle
    }
    const { record, cluster } = await play({ work })
    expect(live).toEqual([true])
    expect(cluster.isFaultLive()).toBe(false)
    expect(cluster.isOpen()).toBe(false)
    const [window] = record.faultWindows
    const times = [window?.requestedMs, window?.injectedMs, window?.symptomMs, window?.recoveredMs]
    expect(times.every((time) => typeof time === 'number')).toBe(true)
    expect(times).toEqual(times.toSorted((a, b) => Number(a) - Number(b)))
  })

  test('lives under names that say nothing, outside the namespace of the task', async () => {
    const { record, cluster } = await play()
    const name = record.faultWindows[0]?.objectName ?? ''
    expect(name).toMatch(/^[a-z]{10}$/)
    expect(cluster.commands.find((command) => command.includes('delete stresschaos'))).toMatch(
      new RegExp(`^kubectl -n [a-z]{10} delete stresschaos ${name} `),
    )
  })

  test('that is to be removed is gone when the method starts', async () => {
    const base = aTrialSpec()
    const spec = { ...base, draw: { ...base.draw, variant: { ...base.draw.variant, fault_state: 'removed' as const } } }
    const live: boolean[] = []
    const work: Work = async (_context, cluster) => {
      live.push(cluster.isFaultLive())
      return idle
    }
    const { cluster } = await play({ spec, work })
    expect(live).toEqual([false])
    expect(cluster.commands.filter((command) => command.includes('delete stresschaos'))).toHaveLength(1)
  })

  test('is recovered when the loop breaks', async () => {
    const work: Work = async () => Promise.reject(new TypeError('x is undefined'))
    const { stage, reason, cluster, faultWindows } = await voided({ work })
    expect([stage, reason]).toEqual(['run', 'method noop is defective: TypeError: x is undefined'])
    expect([cluster.isFaultLive(), cluster.isOpen()]).toEqual([false, false])
    expect(faultWindows[0]?.recoveredMs).toEqual(expect.any(Number))
  })

  test('is recovered when the user interrupts, and no record is left', async () => {
    const controller = new AbortController()
    let seen: FakeCluster | undefined
    const work: Work = async (context, cluster) => {
      seen = cluster
      controller.abort()
      await run(context, 'kubectl -n shop get pods')
      return idle
    }
    await expect(play({ work, signal: controller.signal })).rejects.toThrow('the trial was stopped')
    expect([seen?.isFaultLive(), seen?.isOpen()]).toEqual([false, false])
  })
})
