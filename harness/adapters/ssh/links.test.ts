import { describe, expect, it } from 'vitest'
import { InfrastructureError } from '../../domain/errors.ts'
import { reconnecting } from './links.ts'
import type { SshLink } from './open-chain.ts'

describe('a connection that is opened anew', () => {
  /** Lost for good. @returns the pauses, and what whoever asked for it is told */
  const loseFor = async (withinMs: number) => {
    const pauses: number[] = []
    const lost = new InfrastructureError('the connection to target was lost')
    const link = { lost: () => lost, close: async () => {} } as Partial<SshLink> as SshLink
    const open = () => Promise.reject(new InfrastructureError('refused'))
    const clock = {
      nowMs: () => 0,
      sleep: async (ms: number) => void pauses.push(ms),
    }
    const { take } = reconnecting({ open, clock, warn: () => {} }, link, withinMs)
    const told = await Promise.resolve(take()).catch((error: Error) => error.message)
    return { pauses, told }
  }

  it('is tried at once and then with growing pauses, for as long as it may take', async () => {
    const { pauses, told } = await loseFor(120_000)
    expect(pauses.slice(0, 5)).toEqual([0, 500, 1_000, 2_000, 4_000])
    expect(pauses.reduce((sum, each) => sum + each)).toBe(120_000)
    expect(told).toBe(`the connection to target was lost; ${pauses.length} attempts to connect again failed: refused`)
    expect((await loseFor(300_000)).pauses.slice(8)).toEqual([60_000, 60_000, 60_000, 60_000 - 500])
  })

  it('is tried once where nobody wants to wait', async () => {
    expect((await loseFor(0)).pauses).toEqual([0])
  })
})
