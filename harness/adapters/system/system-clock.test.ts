import { expect, it } from 'vitest'
import { systemClock } from './system-clock.ts'

it('rejects with the reason of the signal, before and during the wait', async () => {
  const reason = new Error('stop')
  await expect(systemClock.sleep(60_000, AbortSignal.abort(reason))).rejects.toBe(reason)
  const controller = new AbortController()
  const waiting = systemClock.sleep(60_000, controller.signal)
  controller.abort(reason)
  await expect(waiting).rejects.toBe(reason)
})

it('moves on while it sleeps', async () => {
  const before = systemClock.nowMs()
  await systemClock.sleep(5)
  expect(systemClock.nowMs()).toBeGreaterThan(before)
})
