import type { Actor } from '../domain/trace.ts'
import type { Clock } from '../ports/clock.ts'
import type { Shell } from '../ports/shell.ts'
import type { Journal } from './journal.ts'

interface Dependencies {
  readonly shell: Shell
  readonly clock: Clock
  readonly journal: Journal
  /** The episode to which commands belong, from 1; without, all belong to the first. */
  readonly episode?: () => number
}

/** A shell whose commands and outcomes are written down, each at the time when it was sent. */
export const recordedShell = ({ shell, clock, journal, episode }: Dependencies, actor: Actor): Shell => ({
  exec: async (command, options) => {
    const atMs = clock.nowMs()
    const outcome = await shell.exec(command, options)
    journal.record({ type: 'command', atMs, actor, episode: episode?.() ?? 1, command, outcome })
    return outcome
  },
})
