import type { Clock } from '../ports/clock.ts'
import type { Shell } from '../ports/shell.ts'
import { type Finding, fine, wrong } from './finding.ts'

const ROUNDS = 5
/** Longer than any network takes. */
const SLOW_MS = 300

export interface Latency {
  /** Median real ms of a command that does nothing, and of a kubectl that asks the server. */
  readonly commandMs: number
  readonly kubectlMs: number
}

export const readLatency = async ({
  harness,
  clock,
}: {
  readonly harness: Shell
  readonly clock: Clock
}): Promise<Latency> => {
  const median = async (command: string): Promise<number> => {
    const times: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const startMs = clock.nowMs()
      await harness.exec(command, { timeoutMs: 60_000 })
      times.push(clock.nowMs() - startMs)
    }
    return times.toSorted((left, right) => left - right)[(ROUNDS - 1) / 2] ?? 0
  }
  return { commandMs: await median('true'), kubectlMs: await median('kubectl get --raw /version') }
}

export const measureLatency = async (dependencies: {
  readonly harness: Shell
  readonly clock: Clock
}): Promise<Finding> => {
  const { commandMs, kubectlMs } = await readLatency(dependencies)
  const detail = `${commandMs} ms a command, ${kubectlMs} ms a kubectl (median of ${ROUNDS})`
  return commandMs <= SLOW_MS
    ? fine('latency', detail)
    : wrong('latency', {
        status: 'warning',
        detail,
        remedy:
          'where the network is not that slow, it is the account: sshd has bash read ~/.bashrc for every command; let that return at once where the shell is not interactive',
      })
}
