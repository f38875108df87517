/** How a flag takes its value. `optional` is one that may stand without a value and then has `implied`. */
export type FlagSpec =
  | { readonly type: 'string'; readonly short?: string; readonly initial?: string; readonly implied?: string }
  | { readonly type: 'bool'; readonly short?: string; readonly initial?: boolean }
  | { readonly type: 'int'; readonly short?: string; readonly initial?: number }
  | { readonly type: 'duration'; readonly short?: string; readonly initial?: string }
  /** Repeatable; commas separate values. */
  | { readonly type: 'strings'; readonly short?: string }
  /** Repeatable; commas belong to the value. */
  | { readonly type: 'array'; readonly short?: string }

export type FlagSpecs = Readonly<Record<string, FlagSpec>>

/** Parsed flags of one command line. Asking for a flag that the command does not have is a programming error and throws. */
export interface Flags {
  readonly text: (name: string) => string
  readonly bool: (name: string) => boolean
  readonly int: (name: string) => number
  /** Milliseconds. */
  readonly durationMs: (name: string) => number
  readonly list: (name: string) => readonly string[]
  /** Whether the user gave it. */
  readonly given: (name: string) => boolean
  /** What the user gave, in order, as `--name=value`. */
  readonly typed: readonly string[]
  /** Positional arguments. */
  readonly args: readonly string[]
  /** How many arguments stood before `--`; -1 without one. */
  readonly dashAt: number
}
