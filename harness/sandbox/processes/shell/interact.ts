import { parse } from 'just-bash'
import { readLine } from '../streams.ts'
import type { Activity } from '../types.ts'
import { isUnfinished } from './is-unfinished.ts'
import { Leave, type Shell } from './shell.ts'
import { runTraps } from './traps.ts'

/** Reads commands from a terminal, shows the prompt before each, and runs them, until `exit` or the end of its input. */
export function* interact(shell: Shell, prompt: (shell: Shell) => string): Activity<void> {
  shell.process.handlers.set('INT', 'handle')
  for (;;) {
    try {
      const text = yield* readCommand(shell, prompt(shell))
      if (text === undefined) return
      yield* runText(shell, text)
    } catch (error) {
      if (!(error instanceof Leave)) throw error
      if (error.how === 'exit') return
      if (error.how === 'interrupt') shell.status = INTERRUPTED
    }
  }
}

/** 128 and the number of SIGINT. */
const INTERRUPTED = 130

/** Whole lines, as many as the command takes. @returns `undefined` at the end of the input */
function* readCommand(shell: Shell, prompt: string): Activity<string | undefined> {
  const { stdin, stderr } = shell.streams
  stderr.write(prompt)
  let text = ''
  for (;;) {
    if (!stdin.hasText() && !stdin.isClosed())
      yield { kind: 'until', test: () => stdin.hasText() || stdin.isClosed(), breaksOnSignal: true }
    yield* runTraps(shell)
    if (!stdin.hasText() && !stdin.isClosed()) continue
    const line = yield* readLine(stdin)
    if (line === undefined) return undefined
    text += `${line}\n`
    if (!isUnfinished(text)) return text
    stderr.write('> ')
  }
}

function* runText(shell: Shell, text: string): Activity<void> {
  let script
  try {
    script = parse(text)
  } catch {
    // The parser's complaints are its own; a shell says that the line is none.
    shell.streams.stderr.write('sh: syntax error\n')
    shell.status = 2
    return
  }
  yield* shell.run(shell, script.statements)
}
