import { expect, it } from 'vitest'
import { createRng } from '../../../adapters/system/create-rng.ts'
import { createSimulation } from '../../engine/create-simulation.ts'
import type { ShellCommand } from '../script/command.ts'
import { createHostShell } from './create-host-shell.ts'

const START = Date.UTC(2026, 0, 5, 8)

/** Prints a line every second, while it runs where somebody listens. */
const ticker: ShellCommand = {
  name: 'ticker',
  isSpeaker: true,
  run: async ({ process, live }) => {
    let stdout = ''
    for (let tick = 1; tick <= 3; tick += 1) {
      if (live === undefined) stdout += `tick ${tick}\n`
      else live('stdout', `tick ${tick}\n`)
      await process.flow.sleep(1000)
    }
    return { stdout, stderr: '', exitCode: 3 }
  },
}

const run = async (command: string, isLive: boolean) => {
  const simulation = createSimulation({ startMs: START })
  const shell = createHostShell(
    { simulation, programs: [ticker], rng: createRng(1) },
    { name: 'ops', uid: 1001, token: 'secret' },
    { hostname: 'ops-host', roundTripMs: 0 },
  )
  const heard: { readonly stream: string; readonly text: string; readonly seconds: number }[] = []
  const live = (stream: 'stdout' | 'stderr', text: string): void => {
    heard.push({ stream, text, seconds: (simulation.nowMs() - START) / 1000 })
  }
  const result = await shell.exec({ command, stdin: 'given\n', timeoutMs: 60_000, ...(isLive ? { live } : {}) })
  return { result, heard }
}

it.each([
  'echo a; echo b >&2; nosuch; ls /nope',
  'for i in 1 2; do echo $i; ticker | tail -1; done; echo $?',
  'if ticker; then echo yes; else echo no $?; fi',
  'f() { echo in $1; return 4; }; f x; echo $?',
  'x=$(ticker | wc -l); echo $x; read -r line; echo "$line"',
  '{ echo one; echo two >&2; } 2>&1 | sed s/o/0/; (cd /tmp; pwd); pwd',
  'echo kept > file; cat file; cat /nope 2> /dev/null || echo missing',
  'case a in a) ticker;; esac; echo ${PIPESTATUS[0]}',
  'echo x y | xargs -n1 echo got; timeout 2 ticker; echo $?',
  'type ticker; command ticker; \\ticker; ! ticker; until ticker; do break; done; echo $_',
  'set -x; ticker; echo $RANDOM',
  'exec > out; echo hidden; cat out >&2',
  'exec > out; echo hidden | xargs -n1 echo got; cat out >&2',
  'trap "timeout 2 ticker" EXIT; echo x | xargs ticker; exit 4',
  'set -e; trap "echo bye" EXIT; false; echo never',
  'while read -r w; do echo "[$w]"; done <<< "one"; time true',
  'cat <<EOF\nhere $((1 + 1))\nEOF\necho é',
  'fi',
])('prints to somebody who listens what it prints otherwise: %s', async (command) => {
  const plain = await run(command, false)
  const { result, heard } = await run(command, true)
  const all = (stream: 'stdout' | 'stderr'): string =>
    heard.map((piece) => (piece.stream === stream ? piece.text : '')).join('') + result[stream]
  expect({ ...result, stdout: all('stdout'), stderr: all('stderr') }).toEqual(plain.result)
})

it('lets hear each line when it is printed', async () => {
  const { heard, result } = await run('echo first; ticker; for i in a b; do sleep 5; echo $i; done', true)
  expect(result).toMatchObject({ stdout: '', stderr: '' })
  expect(heard.map(({ text, seconds }) => `${Math.round(seconds)} ${text.trim()}`)).toEqual([
    '0 first',
    '0 tick 1',
    '1 tick 2',
    '2 tick 3',
    '8 a',
    '13 b',
  ])
})
