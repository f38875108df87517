import type { Variables, Word } from './word.ts'

/** One program with its arguments, wherever in a command line it stands. */
export interface SimpleCommand {
  /** The program first. Assignments alone have none. */
  readonly argv: readonly Word[]
  /** Variables set for this program, or for what follows where there is no program. */
  readonly assignments: Variables
  /** Text that the command line itself feeds to it by a here-document or here-string; null when not known. */
  readonly stdin: string | null
  /** It may run more than once: in a loop, a function, or under xargs. */
  readonly repeated: boolean
  /** It runs inside another command's words: its output is their text, its exit code is lost. */
  readonly substituted: boolean
  /** Files that its output replaces or extends; null when only running it tells. */
  readonly writes: readonly (string | null)[]
}

/** Found in the tree, with the variables that are known where it stands. */
export interface FoundCommand {
  readonly command: SimpleCommand
  readonly variables: Variables
}
