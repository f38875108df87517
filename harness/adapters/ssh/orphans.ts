import type { Client } from 'ssh2'
import type { Clock } from '../../ports/clock.ts'
import type { SshLink } from './open-chain.ts'
import { patternOf } from './process-id.ts'

/** Commands whose outcome is unknown and that may run on, on the host: to be ended over the next connection, before anything else runs there. */
export interface Orphans {
  /** A name for a command that no other on the host has. */
  readonly nameNext: () => string
  readonly add: (orphan: Orphan) => void
  /** Ends them, unless the link is the one on which they were lost. */
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
        const line = ours.map((orphan) => endLine(orphan, clock.nowMs())).join('; ')
        ending = runQuietly(link.client, line)
      }
      return ending ?? Promise.resolve()
    },
  }
}

/** Numbers of processes are used again: one that is younger than our command is somebody else's. Seconds are rounded down. */
const endLine = ({ name, leader, startedMs }: Orphan, nowMs: number): string => {
  // Its shell has the name as long as it has not given its place to the last command of the line.
  if (leader === undefined) return `for leader in $(pgrep -f '${patternOf(name)}'); do kill -KILL -- -$leader; done`
  const seconds = Math.max(0, Math.floor((nowMs - startedMs) / 1000) - 2)
  return `[ "$(ps -o sid= -p ${leader} | tr -d ' ')" = ${leader} ] && [ "$(ps -o etimes= -p ${leader})" -ge ${seconds} ] && kill -KILL -- -${leader}`
}

/** What comes of it the next command learns by itself, if the link is lost meanwhile. */
const runQuietly = (client: Client, line: string): Promise<void> =>
  new Promise((resolve) => {
    try {
      client.exec(line, (error, channel) => {
        if (error === undefined)
          channel
            .on('error', () => {})
            .on('close', () => resolve())
            .resume()
            .stderr.resume()
        else resolve()
      })
      client.once('close', () => resolve())
    } catch {
      resolve()
    }
  })
