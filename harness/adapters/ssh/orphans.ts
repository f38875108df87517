import type { Clock } from '../../ports/clock.ts'
import { NotStartedError } from './errors.ts'
import type { SshLink } from './open-chain.ts'
import { patternOf } from './process-id.ts'
import { runAside } from './run-command.ts'

/** Commands whose outcome is unknown and that may run on, on the host: to be ended over the next connection, before anything else runs there. */
export interface Orphans {
  /** A name for a command that no other on the host has. */
  readonly nameNext: () => string
  readonly add: (orphan: Orphan) => void
  /**
   * Ends them, unless the link is the one on which they were lost.
   * @throws {NotStartedError} when the link was lost or refused a session before they were ended: they are remembered
   */
  readonly end: (link: SshLink) => Promise<void>
}

export interface Orphan {
  /** See `sayingPid`. */
  readonly name: string
  /** Of its process group; undefined where it did not reach us. */
  readonly leader: number | undefined
  /** When it was begun, on the clock of {@link createOrphans}. */
  readonly startedMs: number
  readonly link: SshLink
}

export const createOrphans = ({ clock }: { readonly clock: Clock }): Orphans => {
  let orphans: readonly Orphan[] = []
  let count = 0
  let ending: Promise<void> | undefined
  return {
    nameNext: () => {
      count += 1
      return `${process.pid}.${clock.nowMs().toString(36)}.${count}`
    },
    add: (orphan) => {
      orphans = [...orphans, orphan]
    },
    end: (link) => {
      const ours = orphans.filter((orphan) => orphan.link !== link)
      if (ours.length > 0) {
        orphans = orphans.filter((orphan) => orphan.link === link)
        const line = [END, ...ours.map((orphan) => endLine(orphan, clock.nowMs()))].join('; ')
        const answered = new AbortController()
        const isDone = runAside(link, line).then(
          () => {},
          (error: unknown) => {
            const isRefusal = error instanceof NotStartedError && error.isRefusal
            // What became of it nobody knows, and what comes next runs over the same link.
            if (!isRefusal && link.lost() === undefined) return
            orphans = [...orphans, ...ours]
            throw new NotStartedError('what ran on behind a lost connection could not be ended', {
              cause: error,
              isRefusal,
            })
          },
        )
        const isOver = clock.sleep(END_WITHIN_MS, answered.signal).catch(() => {})
        ending = Promise.race([isDone, isOver]).finally(() => answered.abort())
      }
      return ending ?? Promise.resolve()
    },
  }
}

/** After that a host that does not answer is left alone: commands have limits of their own. */
const END_WITHIN_MS = 10_000

/** A process that was killed is there until it is its turn on a processor: what comes next must not meet it. What nobody waits for stays as a Z. */
const END =
  'end() { kill -KILL -- -$1; for look in 1 2 3 4 5 6 7 8 9 10; do ps -o stat= -s $1 | grep -qv ^Z || break; sleep 0.1; done; }'

/** Numbers of processes are used again: one that is younger than our command is somebody else's. Seconds are rounded down. */
const endLine = ({ name, leader, startedMs }: Orphan, nowMs: number): string => {
  // Its shell has the name as long as it has not given its place to the last command of the line.
  if (leader === undefined) return `for leader in $(pgrep -f '${patternOf(name)}'); do end $leader; done`
  const seconds = Math.max(0, Math.floor((nowMs - startedMs) / 1000) - 2)
  return `[ "$(ps -o sid= -p ${leader} | tr -d ' ')" = ${leader} ] && [ "$(ps -o etimes= -p ${leader})" -ge ${seconds} ] && end ${leader}`
}
