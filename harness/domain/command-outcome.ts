/** What came of a command. A failing command exits; only a broken link throws (InfrastructureError). */
export type CommandOutcome =
  | {
      readonly status: 'exited'
      readonly exitCode: number
      readonly stdout: string
      readonly stderr: string
      /** Output was cut at the limit of the transport. */
      readonly truncated: boolean
      /** Cluster time in ms. */
      readonly durationMs: number
    }
  | {
      readonly status: 'timed-out'
      readonly limitMs: number
      readonly stdout: string
      readonly stderr: string
      readonly durationMs: number
    }
  | {
      readonly status: 'denied'
      readonly rule: string
      readonly reason: string
    }

/** Whether the command ran to its end with exit code 0. */
export const succeeded = (outcome: CommandOutcome): boolean => outcome.status === 'exited' && outcome.exitCode === 0

/** What a command printed on stdout; nothing when it was denied. */
export const stdoutOf = (outcome: CommandOutcome): string => (outcome.status === 'denied' ? '' : outcome.stdout)

/** One line for people: `exit 1: Error from server (NotFound) …`, `timed out after 60 s`, `denied by scope: …`. */
export const describeOutcome = (outcome: CommandOutcome): string => {
  switch (outcome.status) {
    case 'exited':
      return outcome.exitCode === 0
        ? 'exit 0'
        : `exit ${outcome.exitCode}: ${firstLine(outcome.stderr || outcome.stdout)}`
    case 'timed-out':
      return `timed out after ${outcome.limitMs / 1000} s`
    case 'denied':
      return `denied by ${outcome.rule}: ${outcome.reason}`
  }
}

const firstLine = (text: string): string => text.trimStart().split('\n', 1)[0] ?? ''
