import type { Clock } from '../../ports/clock.ts'

/**
 * Who ends a command that takes too long. The limit is time of the cluster's clock, so whoever owns that clock keeps it: the client
 * for a real host, the simulated host for its own virtual time.
 */
export interface LimitKeeper {
  /** Starts to count. */
  readonly start: (timeoutMs: number, command: LimitedCommand) => LimitCount
}

export interface LimitedCommand {
  /** Ends the remote process group. */
  readonly kill: () => void
  /** Stops waiting for a command that does not end although it was killed. */
  readonly abandon: (reason: string) => void
}

export interface LimitCount {
  /** Variables that travel with the command. */
  readonly environment: Readonly<Record<string, string>>
  /** Whether an ending by a signal was the limit's doing; `note` is what the host said of it. */
  readonly isOver: (note: string) => boolean
  readonly stop: () => void
}

/** Cluster time that a killed command has to end, ms. */
const GRACE_MS = 10_000

/** Counts on this side and kills from here. */
export const clientKeepsLimit = (clock: Clock): LimitKeeper => ({
  start: (timeoutMs, { kill, abandon }) => {
    const stopper = new AbortController()
    let isOver = false
    const count = async (): Promise<void> => {
      await clock.sleep(timeoutMs, stopper.signal)
      isOver = true
      kill()
      await clock.sleep(GRACE_MS, stopper.signal)
      abandon(`the command did not end within ${GRACE_MS} ms after it was killed`)
    }
    // It ends by being stopped; there is nothing to report then.
    count().catch(() => {})
    return { environment: {}, isOver: () => isOver, stop: () => stopper.abort(new Error('the command has ended')) }
  },
})

/**
 * Leaves it to the host, which is told the limit in `OPSSKILL_LIMIT_MS` and names it in its note when it kills. A host that does not
 * know the variable would not keep the limit.
 */
export const hostKeepsLimit: LimitKeeper = {
  start: (timeoutMs) => ({
    environment: { OPSSKILL_LIMIT_MS: String(timeoutMs) },
    isOver: (note) => note.startsWith('opsskill: limit '),
    stop: () => {},
  }),
}
