import type { Shell } from '../ports/shell.ts'

export interface Soak {
  readonly commands: number
  readonly inFlight: number
}

/**
 * Runs so many numbered commands, each with an exit code of its own, so many at a time.
 * @returns what came back wrong, one line each; empty when nothing was lost, doubled or mixed up
 */
export const soakShell = async (shell: Shell, { commands, inFlight }: Soak): Promise<readonly string[]> => {
  const wrong: string[] = []
  let next = 0
  const work = async (): Promise<void> => {
    while (next < commands) {
      const number = next
      next += 1
      const outcome = await shell.exec(`echo ${number}; echo e${number} >&2; exit ${number % 256}`, {
        timeoutMs: 60_000,
      })
      const isRight =
        outcome.status === 'exited' &&
        outcome.exitCode === number % 256 &&
        outcome.stdout === `${number}\n` &&
        outcome.stderr === `e${number}\n`
      if (!isRight) wrong.push(`${number}: ${JSON.stringify(outcome)}`)
    }
  }
  await Promise.all(Array.from({ length: inFlight }, work))
  return wrong
}
