import type { CommandOutcome } from '../domain/command-outcome.ts'

export interface ExecOptions {
  /** Limit in cluster ms; then the remote process group is killed and the outcome is `timed-out`. */
  readonly timeoutMs: number
  readonly stdin?: string
  readonly signal?: AbortSignal
  /** Bytes of stdout, and of stderr, that are kept; what is more is cut, and the outcome says so. Default: the transport's. */
  readonly outputLimitBytes?: number
}

/**
 * A login shell of one account on the target host.
 * @throws {InfrastructureError} when the link broke and the command's outcome is unknown
 */
export interface Shell {
  readonly exec: (command: string, options: ExecOptions) => Promise<CommandOutcome>
}
