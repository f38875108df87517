import type { Command } from 'commander'
import type { CommandContext } from '../terminal/context.ts'
import type { ExitCode } from '../terminal/exit-code.ts'

/** Turns a command's body into commander's action: arguments first, then the options. */
export type Start = <A extends readonly unknown[]>(
  body: (context: CommandContext, ...given: A) => Promise<ExitCode>,
) => (...given: unknown[]) => Promise<void>

/** Adds one command to the program. It only declares; its job is imported when it runs, so that help stays quick. */
export type DefineCommand = (program: Command, start: Start) => void

/** The examples at the end of a command's help. */
export const examples = (...lines: readonly string[]): string =>
  `\nExamples:\n${lines.map((line) => `  opsskill ${line}`).join('\n')}`
