import { Cron } from 'croner'

/** Times that a cron line names, epoch ms. */
export interface CronTimes {
  /** The latest one after `afterMs` that is not after `nowMs`. */
  readonly dueMs: number | undefined
  /** The first one after `nowMs`. */
  readonly nextMs: number | undefined
}

/** Reads a line in a time zone (UTC when none is named). @returns undefined when line or zone cannot be read */
export const cronTimes = (
  line: string,
  timeZone: string | undefined,
  afterMs: number,
  nowMs: number,
): CronTimes | undefined => {
  const cron = readCron(line, timeZone)
  if (cron === undefined) return undefined
  const last = cron.previousRuns(1, new Date(nowMs + 1))[0]?.getTime()
  return {
    dueMs: last !== undefined && last > afterMs && last <= nowMs ? last : undefined,
    nextMs: cron.nextRun(new Date(nowMs))?.getTime(),
  }
}

const readCron = (line: string, timeZone: string | undefined): Cron | undefined => {
  try {
    return new Cron(line, { timezone: timeZone ?? 'UTC', paused: true })
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) return undefined
    throw error
  }
}
