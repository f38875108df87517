import { stdoutOf } from '../../domain/command-outcome.ts'
import { durationMs } from '../../domain/duration.ts'
import type { Finding, Truth } from '../../domain/finding.ts'
import type { Loop, LoopContext } from '../../ports/loop.ts'

/** A loop that knows before it starts what it will do and say. */
export interface Script {
  /** Looks, quoted as evidence. */
  readonly looks: readonly string[]
  /** What it does after that. */
  readonly acts: readonly string[]
  readonly answer: Truth | null
  /** Which of the lines that it read it quotes. */
  readonly quotes: (line: string) => boolean
}

/** Runs a script as the method's identity and claims success. A line that stands in its own command is no evidence and is not quoted. */
export const answeringLoop = ({ looks, acts, answer, quotes }: Script): Loop => ({
  run: async (context) => {
    const evidence: string[] = []
    for (const command of looks) {
      const lines = (await exec(context, command)).split('\n')
      evidence.push(...lines.filter((line) => line.trim() !== '' && !command.includes(line) && quotes(line)))
    }
    for (const command of acts) await exec(context, command)
    const finding: Finding | undefined = answer === null ? undefined : { ...answer, evidence: [...new Set(evidence)] }
    return { status: 'solved', summary: 'ran its script', ...(finding === undefined ? {} : { finding }) }
  },
})

const exec = async ({ shell, limits, signal }: LoopContext, command: string): Promise<string> =>
  stdoutOf(await shell.exec(command, { timeoutMs: durationMs(limits.time), signal }))
