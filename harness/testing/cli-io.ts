export interface CapturedIo {
  readonly io: {
    readonly stdout: { readonly write: (text: string) => void; readonly isTTY: boolean; readonly columns: number }
    readonly stderr: { readonly write: (text: string) => void; readonly isTTY: boolean; readonly columns: number }
    readonly env: Readonly<Record<string, string | undefined>>
    readonly signal: AbortSignal
    readonly whenStoppedAtOnce: (describe: () => string) => void
  }
  readonly stdout: () => string
  readonly stderr: () => string
}

/** What a command line has of its process, kept in memory. By default stdout is a pipe, 80 characters wide. */
export const aCliIo = ({
  isTTY = false,
  columns = 80,
  env = {},
  signal = new AbortController().signal,
}: {
  readonly isTTY?: boolean
  readonly columns?: number
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly signal?: AbortSignal
} = {}): CapturedIo => {
  const written = { stdout: '', stderr: '' }
  const sink = (name: keyof typeof written, terminal: boolean) => ({
    write: (text: string) => void (written[name] += text),
    isTTY: terminal,
    columns,
  })
  return {
    io: {
      stdout: sink('stdout', isTTY),
      stderr: sink('stderr', false),
      env,
      signal,
      whenStoppedAtOnce: () => undefined,
    },
    stdout: () => written.stdout,
    stderr: () => written.stderr,
  }
}
