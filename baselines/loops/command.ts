import { describeOutcome, succeeded } from '../../harness/domain/command-outcome.ts'
import type { LoopFactory } from './loop-parts.ts'

const TIMEOUT_MS = 300_000

/** Runs the commands of its options in order and claims success: an adversary's tool, or a person's script as a baseline. */
export const commandLoop: LoopFactory = (makeParts) => ({
  run: async (context) => {
    const failed: string[] = []
    for (const command of makeParts(context).options.commands ?? []) {
      const outcome = await context.shell.exec(command, { timeoutMs: TIMEOUT_MS, signal: context.signal })
      if (!succeeded(outcome)) failed.push(describeOutcome(outcome))
    }
    return {
      status: 'solved',
      summary: failed.length === 0 ? 'all commands succeeded' : `failed: ${failed.join('; ')}`,
    }
  },
})
