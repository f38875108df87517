import type { FlagSpecs } from './flags/types.ts'
import type { Verb } from './session.ts'

/** A verb as the command line knows it. */
export interface Command {
  readonly summary: string
  /** What follows the command words in the usage line. */
  readonly usage: string
  readonly flags: FlagSpecs
  readonly run: Verb
}

/** A word with commands of its own, such as `rollout`. */
export interface CommandGroup {
  readonly summary: string
  readonly commands: CommandTable
  /** Other words for commands. */
  readonly aliases?: Readonly<Record<string, string>>
  /** What the bare word does; without it, the help is printed. */
  readonly alone?: Command
}

export type CommandTable = Readonly<Record<string, Command | CommandGroup>>
