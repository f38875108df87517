import { Cron } from 'croner'
import { goDurationMs } from './duration.ts'

/** The first time after `afterMs` (epoch ms, UTC) that a schedule names: `@every 30s`, `@hourly`, or a cron line; at most once a second. `undefined`: never. */
export const nextRunMs = (schedule: string, afterMs: number): number | undefined => {
  const every = /^@every\s+(\S+)$/.exec(schedule)?.[1]
  if (every !== undefined) {
    const ms = goDurationMs(every)
    return ms === undefined ? undefined : (Math.floor(afterMs / 1000) + Math.max(1, Math.floor(ms / 1000))) * 1000
  }
  return new Cron(schedule, { timezone: 'UTC', paused: true }).nextRun(new Date(afterMs))?.getTime()
}
