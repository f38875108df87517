import { ApiError } from './types/api-error.ts'
import type { LogOptions } from './types/connect.ts'

/**
 * Follows a log, which loses its oldest lines in time.
 * @param read the log as it is now
 * @param shown how its lines are wanted
 * @returns what came since the last call, the first time since this one
 */
export const followLog = (
  read: (options: LogOptions) => string,
  { container, timestamps }: Pick<LogOptions, 'container' | 'timestamps'>,
): (() => string) => {
  // With their times lines can be told apart, however alike they are; whatever else was asked of the first part does not change the rest.
  const whole: LogOptions = { ...(container === undefined ? {} : { container }), timestamps: true }
  let seen = read(whole)
  return () => {
    const now = unlessGone(() => read(whole)) ?? seen
    const fresh = now.slice(seenIn(now, seen))
    seen = now
    return timestamps === true ? fresh : fresh.replaceAll(/^\S+ /gm, '')
  }
}

/** A pod that went meanwhile has nothing more to say. */
const unlessGone = (look: () => string): string | undefined => {
  try {
    return look()
  } catch (error) {
    if (error instanceof ApiError) return undefined
    throw error
  }
}

/** How much of a log was seen already: of what was seen, as much as is still there. */
const seenIn = (now: string, seen: string): number => {
  for (let from = 0; from < seen.length; from = seen.indexOf('\n', from) + 1)
    if (now.startsWith(seen.slice(from))) return seen.length - from
  return 0
}
