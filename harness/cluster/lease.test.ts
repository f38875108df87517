import { describe, expect, it } from 'vitest'
import { InfrastructureError } from '../domain/errors.ts'
import type { Shell } from '../ports/shell.ts'
import { holdLease } from './lease.ts'

const done = { status: 'exited', exitCode: 0, stdout: '', stderr: '', truncated: false, durationMs: 0 } as const

describe('a lease', () => {
  /** Holds one through so many renewals; `fails` says what keeps one from being written, by the time since it was acquired, s. */
  const hold = async (seconds: number, fails: (atSeconds: number) => string | undefined) => {
    let nowMs = 0
    const stop = new AbortController()
    let isReached = false
    const clock = {
      nowMs: () => nowMs,
      sleep: async (ms: number, signal?: AbortSignal) => {
        nowMs += ms
        if (nowMs < seconds * 1000) return
        isReached = true
        await new Promise((_resolve, reject) =>
          (signal ?? stop.signal).addEventListener('abort', () => reject(new Error('ended'))),
        )
      },
    }
    const renewedAt: number[] = []
    const harness: Shell = {
      exec: async (command) => {
        if (!command.includes('patch lease')) return done
        const problem = fails(nowMs / 1000)
        if (problem === undefined) renewedAt.push(nowMs / 1000)
        else throw new InfrastructureError(problem)
        return done
      },
    }
    const lines: string[] = []
    const holders = { own: undefined, stateOf: () => 'unknown' as const }
    const lease = await holdLease({ harness, clock, holders, log: (line) => lines.push(line) }, 'one')
    while (!isReached && lease.lost() === undefined) await new Promise((resolve) => setImmediate(resolve))
    const seen = { renewedAt: [...renewedAt], lines, lost: lease.lost()?.message, lapsed: lease.lapsed()?.message }
    await lease.note('next').catch(() => undefined)
    const lapsedLater = lease.lapsed()?.message
    await lease.abandon()
    return { ...seen, lapsedLater }
  }
  const good = { lines: [], lost: undefined, lapsed: undefined, lapsedLater: undefined }

  it('is renewed every half minute', async () => {
    expect(await hold(95, () => undefined)).toEqual({ ...good, renewedAt: [30, 60, 90] })
  })

  it('outlives a connection that is lost under a renewal, and says so once', async () => {
    const outage = (at: number) => (at >= 60 && at < 100 ? 'the connection was lost: unknown' : undefined)
    expect(await hold(140, outage)).toEqual({
      ...good,
      renewedAt: [30, 100, 130],
      lines: ['the lease one was not renewed: the connection was lost: unknown'],
    })
  })

  it('has lapsed for the trial during which others could take it for dead, and is good for the next one', async () => {
    const { lapsed, ...rest } = await hold(240, (at) => (at >= 60 && at < 200 ? 'no connection' : undefined))
    expect(rest).toMatchObject({ renewedAt: [30, 200, 230], lost: undefined, lapsedLater: undefined })
    expect(lapsed).toBe('the lease one was not renewed for 120 s: others could take it for dead')
  })

  it('is lost at once when somebody else has removed it', async () => {
    const gone = 'leases.coordination.k8s.io "one" not found (NotFound)'
    const lost = 'the lease one is gone: it was taken for dead'
    expect(await hold(1000, (at) => (at >= 60 ? gone : undefined))).toEqual({
      renewedAt: [30],
      lines: [`the lease one was not renewed: ${gone}`],
      lost,
      lapsed: lost,
      lapsedLater: lost,
    })
  })
})
