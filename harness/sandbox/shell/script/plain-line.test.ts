import { describe, expect, it } from 'vitest'
import { createRng } from '../../../adapters/system/create-rng.ts'
import { createSimulation } from '../../engine/create-simulation.ts'
import { createHostShell } from '../host/create-host-shell.ts'
import type { ShellCommand } from './command.ts'
import { createPlainLines } from './plain-line.ts'

/** Prints what it was started with. */
const witness = (standsAlone: boolean): ShellCommand => ({
  name: 'witness',
  standsAlone,
  run: ({ args, stdin, directory, environment }) => {
    const { A, B, HOME, KUBECONFIG } = environment
    return {
      stdout: `${JSON.stringify({ args, stdin, directory, A, B, HOME, KUBECONFIG })}\n`,
      stderr: '',
      exitCode: 7,
    }
  },
})

const answerOf = (standsAlone: boolean, command: string) => {
  const simulation = createSimulation({ startMs: 0 })
  const shell = createHostShell(
    { simulation, programs: [witness(standsAlone)], rng: createRng(1) },
    { name: 'ops', uid: 1001, token: 'secret' },
    { hostname: 'ops-host', roundTripMs: 4 },
  )
  return shell.exec({ command, stdin: 'given\n', timeoutMs: 60_000 })
}

const PLAIN = [
  'witness',
  'witness get pods -n shop',
  `witness -o jsonpath='{range .items[*]}{.metadata.name}{"\\n"}{end}'`,
  `witness 'a b'"c d" e''f "" ''`,
  'export A=x && witness "$A" "in $A" "${A}y"',
  `export A='it is' B=2 && export KUBECONFIG=/tmp/k && witness -n "$A" --b="$B"`,
  'witness "$HOME"',
  'export A= && witness "$A"',
  "witness $'a\\nb'",
]

/** What only an interpreter understands: each would mean something else word by word. */
const NOT_PLAIN = [
  'export A="x y" && witness $A',
  'witness "$UNSET"',
  'witness "${A:-b}"',
  'witness $(echo a)',
  'witness "`echo a`"',
  'witness $((1+2))',
  'witness {a,b}',
  'witness ~ ~/x',
  'witness /etc/host*',
  'witness a\\ b "q\\"r"',
  'A=1 witness "$A"',
  'witness a > /tmp/out; cat /tmp/out',
  'witness a | cat',
  '! witness a',
  'witness a || witness b',
  'witness a; witness b',
  'if true; then witness a; fi',
  'export PATH=/nowhere && witness a',
  'export RANDOM=5 && witness "$RANDOM"',
  'witness "$RANDOM"',
  'witness "$0" "$#"',
  'export A && witness b',
  'witness "unclosed',
]

describe('a line of one plain command', () => {
  it.each(PLAIN)('%s: is read, and means what the interpreter makes of it', async (line) => {
    expect(createPlainLines()(line, { HOME: '/home/ops' })).toMatchObject({ name: 'witness' })
    expect(await answerOf(true, line)).toEqual(await answerOf(false, line))
  })

  it.each(NOT_PLAIN)('%s: is left to the interpreter', async (line) => {
    expect(createPlainLines()(line, { HOME: '/home/ops' })).toBeUndefined()
  })
})
