import { expect, it } from 'vitest'
import { createRng } from '../../adapters/system/create-rng.ts'
import { createSimulation } from '../engine/create-simulation.ts'
import { createHostShell } from '../shell/host/create-host-shell.ts'
import { firstState, framed, MARK, nextState, withAlias } from './login-state.ts'

/** What each line prints when all are typed at one prompt. */
const typed = async (...lines: readonly string[]): Promise<readonly string[]> => {
  const shell = createHostShell(
    { simulation: createSimulation({ startMs: Date.UTC(2026, 0, 5, 8) }), programs: [], rng: createRng(1) },
    { name: 'ops', uid: 1001, token: 'secret' },
    { hostname: 'ops-host', roundTripMs: 0 },
  )
  let state = firstState('xterm')
  const printed: string[] = []
  for (const line of lines) {
    const named = withAlias(state, line)
    if (named !== undefined) {
      state = named
      continue
    }
    const { stdout } = await shell.exec({ command: framed(state, line), stdin: '', timeoutMs: 60_000 })
    const at = stdout.indexOf(MARK)
    if (at !== 0) printed.push(at < 0 ? stdout : stdout.slice(0, at))
    state = nextState(state, line, at < 0 ? '' : stdout.slice(at))
  }
  return printed
}

it('keeps folder, variables, status, functions and aliases from line to line', async () => {
  expect(
    await typed(
      'cd /tmp; plain=5; export seen="a  b"; list=(x "y z")',
      'pwd; echo $plain "$seen" "${list[1]}"; env | grep -c seen',
      'greet() { echo hello $1; }',
      'greet you; (exit 7)',
      'echo $?',
      "alias say='echo said'",
      'say it | cat; echo say; true && say again',
    ),
  ).toEqual(['/tmp\n5 a  b y z\n1\n', 'hello you\n', '7\n', 'said it\nsay\nsaid again\n'])
})

it('stays where it was after a line that is no command, or leaves the shell', async () => {
  expect(await typed('here=1; cd /tmp', 'fi', 'exit 3; echo never', 'echo $here $PWD')).toEqual(['', '', '1 /tmp\n'])
})
