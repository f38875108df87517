import { InfrastructureError } from '../domain/errors.ts'
import { mustRun } from '../pipeline/must-run.ts'
import type { Clock } from '../ports/clock.ts'
import type { Shell } from '../ports/shell.ts'

/** How far the target host's clock is ahead of ours, ms: the middle of a round trip is taken for the moment at which it was read. */
export const measureOffset = async ({
  harness,
  clock,
}: {
  readonly harness: Shell
  readonly clock: Clock
}): Promise<number> => {
  const beforeMs = clock.nowMs()
  const printed = (await mustRun(harness, 'date +%s%3N')).trim()
  const afterMs = clock.nowMs()
  if (!/^\d{12,15}$/.test(printed))
    throw new InfrastructureError(`date +%s%3N: expected ms since 1970, found ${JSON.stringify(printed)}`)
  return Number(printed) - (beforeMs + afterMs) / 2
}

/** Our clock set to the target host's. */
export const offsetClock = (clock: Clock, offsetMs: number): Clock => ({
  nowMs: () => Math.round(clock.nowMs() + offsetMs),
  sleep: clock.sleep,
})
