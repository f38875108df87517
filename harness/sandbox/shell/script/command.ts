import type { IFileSystem } from 'just-bash'
import type { LiveOutput } from '../../api/types/connect.ts'
import type { Process } from './process.ts'

export interface Output {
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number
}

/** Another command that a command starts. */
export interface Invocation {
  readonly argv: readonly string[]
  readonly stdin?: string
  /** Exported beside what the caller has. */
  readonly environment?: Readonly<Record<string, string>>
  /** Exported instead of what the caller has; not for a process of its own. */
  readonly onlyEnvironment?: Readonly<Record<string, string>>
}

/** A command as it runs. */
export interface Call {
  /** Without the command's own name. */
  readonly args: readonly string[]
  readonly stdin: string
  /** Working directory, absolute. */
  readonly directory: string
  /** Exported variables. */
  readonly environment: Readonly<Record<string, string>>
  readonly files: IFileSystem
  readonly process: Process
  /** Where it prints to while it runs, if somebody listens; what went there is not in its output. */
  readonly live?: LiveOutput
  /** It is the whole line: nobody reads what it prints but who typed it. */
  readonly isWhole?: boolean
  /** Runs a command of the same shell and waits for it; it lives and dies with this process. */
  readonly execute: (invocation: Invocation) => Promise<Output>
  /** Runs a command in a process of its own, with its own limits. */
  readonly fork: (process: Process, invocation: Invocation) => Promise<Output>
  /** The program of this name that the shell brings along. */
  readonly original: (args: readonly string[]) => Promise<Output>
}

/** A program of the simulated host or container. When its process is killed, it returns what it had printed. */
export interface ShellCommand {
  readonly name: string
  /** It does without the program of its name that the shell brings along: a line of just this command needs no interpreter. */
  readonly standsAlone?: boolean
  /** It prints while it runs, where somebody listens. */
  readonly isSpeaker?: boolean
  readonly run: (call: Call) => Promise<Output> | Output
}

export const printed = (stdout: string): Output => ({ stdout, stderr: '', exitCode: 0 })

export const failed = (stderr: string, exitCode = 1): Output => ({ stdout: '', stderr, exitCode })
