import type { CliIo } from './io.ts'
import type { Printer } from './printer.ts'

/** What every command gets. */
export interface CommandContext {
  readonly io: CliIo
  readonly printer: Printer
}
