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
  /** Asks the server to end the remote process group. */
  readonly kill: () => void
  /** Tries to end the process group by a command of its own, for servers that pass no signals on (sshd does not for root). */
  readonly killByCommand: () => void
  /** Stops waiting for a command that does not end although it was killed. */
  readonly abandon: (reason: string) => void
}

export interface LimitCount {
  /** Whether the command has to say its process id, so that another command can end it. */
  readonly needsPid: boolean
  /** Variables that travel with the command. */
  readonly environment: Readonly<Record<string, string>>
  /** Whether an ending by a signal was the limit's doing; `note` is what the host said of it. */
  readonly isOver: (note: string) => boolean
  /** Ends the command before its limit, because nobody wants its outcome any more. */
  readonly abort: () => void
  readonly stop: () => void
}

/** Cluster time that a killed command has to end, ms. */
const GRACE_MS = 10_000

/** Cluster time that a server has to pass a signal on, or to give the command that kills a session, ms. */
const KILL_EVERY_MS = 250

/** Counts on this side and kills from here. */
export const clientKeepsLimit = (clock: Clock): LimitKeeper => ({
  start: (timeoutMs, { kill, killByCommand, abandon }) => {
    const stopper = new AbortController()
    let isOver = false
    const end = async (): Promise<void> => {
      kill()
      for (let waitedMs = 0; waitedMs < GRACE_MS; waitedMs += KILL_EVERY_MS) {
        await clock.sleep(KILL_EVERY_MS, stopper.signal)
        killByCommand()
      }
      abandon(`the command did not end within ${GRACE_MS} ms after it was killed: its outcome is unknown`)
    }
    const count = async (): Promise<void> => {
      await clock.sleep(timeoutMs, stopper.signal)
      isOver = true
      await end()
    }
    // They end by being stopped; there is nothing to report then.
    count().catch(() => {})
    return {
      needsPid: true,
      environment: {},
      isOver: () => isOver,
      abort: () => void end().catch(() => {}),
      stop: () => stopper.abort('the command has ended'),
    }
  },
})

/**
 * Leaves it to the host, which is told the limit in `OPSSKILL_LIMIT_MS` and names it in its note when it kills. A host that does not
 * know the variable would not keep the limit.
 */
export const hostKeepsLimit: LimitKeeper = {
  start: (timeoutMs, { kill }) => ({
    needsPid: false,
    environment: { OPSSKILL_LIMIT_MS: String(timeoutMs) },
    isOver: (note) => note.startsWith('opsskill: limit '),
    abort: kill,
    stop: () => {},
  }),
}
