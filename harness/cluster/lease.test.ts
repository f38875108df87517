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
    let reached = (): void => {}
    const end = new Promise<void>((resolve) => {
      reached = resolve
    })
    const clock = {
      nowMs: () => nowMs,
      sleep: async (ms: number, signal?: AbortSignal) => {
        nowMs += ms
        if (nowMs < seconds * 1000) return
        reached()
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
    const broken: string[] = []
    const lease = await holdLease(
      { harness, clock, holders: { own: undefined, isGone: () => false } },
      {
        owner: 'one',
        onBroken: ({ message }) => {
          broken.push(message)
          reached()
        },
      },
    )
    await end
    await lease.abandon()
    return { renewedAt, broken, isBroken: lease.broken() !== undefined }
  }

  it('is renewed every half minute', async () => {
    expect(await hold(95, () => undefined)).toEqual({ renewedAt: [30, 60, 90], broken: [], isBroken: false })
  })

  it('survives a connection that is lost under a renewal', async () => {
    const outage = (at: number) => (at >= 60 && at < 100 ? 'the connection was lost: unknown' : undefined)
    expect(await hold(140, outage)).toEqual({ renewedAt: [30, 100, 130], broken: [], isBroken: false })
  })

  it('is broken, and says so, when it was not renewed until others may take it for dead', async () => {
    const { renewedAt, broken, isBroken } = await hold(1000, (at) => (at >= 60 ? 'no connection' : undefined))
    expect(renewedAt).toEqual([30])
    expect(broken).toEqual(['the lease one could not be renewed: no connection'])
    expect(isBroken).toBe(true)
  })

  it('is broken at once when somebody else has removed it', async () => {
    const gone = 'leases.coordination.k8s.io "one" not found (NotFound)'
    const { renewedAt, broken } = await hold(1000, (at) => (at >= 60 ? gone : undefined))
    expect([renewedAt, broken]).toEqual([[30], [`the lease one could not be renewed: ${gone}`]])
  })
})
