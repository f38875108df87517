import type { Rng } from '../../../ports/rng.ts'
import { createSimulation } from '../../engine/create-simulation.ts'
import { createHostShell } from '../host/create-host-shell.ts'
import { failed, printed } from '../script/command.ts'
import type { Output, ShellCommand } from '../script/command.ts'
import type { Corpus } from './read-corpus.ts'

/** Runs a line in the sandbox's shell, on a host of its own with the corpus's files and answers. */
export const runInSandbox = async (rng: Rng, { kubectl, files }: Corpus, line: string): Promise<Output> => {
  const answers: ShellCommand = {
    name: 'kubectl',
    run: ({ args }) => {
      const answer = kubectl[args.join(' ')]
      return answer === undefined ? failed(`Error from server (NotFound): ${args.join(' ')}\n`) : printed(answer)
    },
  }
  const shell = createHostShell(
    { simulation: createSimulation({ startMs: Date.UTC(2026, 0, 5, 8) }), programs: [answers], rng },
    { name: 'ops', uid: 1001, token: 'secret' },
    { hostname: 'ops-host', roundTripMs: 0 },
  )
  for (const [name, content] of Object.entries(files))
    await shell.exec({ command: `cat > ${name}`, stdin: content, timeoutMs: 1000 })
  const { status, ...rest } = await shell.exec({ command: line, stdin: '', timeoutMs: 60_000 })
  if (status === 'timed-out') throw new Error(`the line did not end: ${line}`)
  return { exitCode: -1, ...rest }
}
