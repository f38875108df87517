/** A stream that the command line writes to. */
export interface TextSink {
  readonly write: (text: string) => void
  readonly isTTY: boolean
  /** Width in characters; 80 where it is not known. */
  readonly columns: number
}

/** All that the command line has of its process. */
export interface CliIo {
  /** Results: JSON, or text for people. */
  readonly stdout: TextSink
  /** Logs, warnings, errors, progress. */
  readonly stderr: TextSink
  readonly env: Readonly<Record<string, string | undefined>>
  /** Aborted when the user wants to stop. */
  readonly signal: AbortSignal
  /** Registers what a user has to know who stops the process at once: what is kept, and how to go on. The last one counts. */
  readonly whenStoppedAtOnce: (describe: () => string) => void
}
