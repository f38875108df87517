import { describe, expect, it } from 'vitest'
import { createRng } from '../../../adapters/system/create-rng.ts'
import { createSimulation } from '../../engine/create-simulation.ts'
import { createHostShell } from './create-host-shell.ts'

const run = (command: string) =>
  createHostShell(
    { simulation: createSimulation({ startMs: Date.UTC(2026, 0, 5, 8) }), programs: [], rng: createRng(1) },
    { name: 'ops', uid: 1001, token: 'secret' },
    { hostname: 'ops-host', roundTripMs: 4 },
  ).exec({ command, stdin: `${'a'.repeat(40)}!\n`, timeoutMs: 5000 })

describe('a line that would take for ever', () => {
  it.each([
    "grep -E '^(a+)+$'",
    "grep -P '^(a|aa)+$'",
    "grep '^\\(a*\\)*$'",
    "sed -E 's/^(a+)+$/x/' | grep x",
    "awk '/^(a+)+$/ { found = 1 } END { exit !found }'",
    'read -r x; [[ $x =~ ^(a+)+$ ]]',
    `jq -Re 'test("^(a+)+$")' > answer`,
  ])('matches a pattern that repeats repetitions in bounded time: %s', async (command) => {
    expect(await run(command)).toMatchObject({ status: 'exited', exitCode: 1 })
  })

  it('refuses a pattern that repeats repetitions and looks around, as PCRE does at its limit', async () => {
    expect(await run("grep -P '^(?=(a+)+$)'")).toMatchObject({
      exitCode: 2,
      stderr: "grep: exceeded PCRE's backtracking limit\n",
    })
  })

  it.each([
    'while :; do :; done',
    'for ((;;)); do x=$((x + 1)); done',
    "awk 'BEGIN { while (1) n++ }'",
    "awk 'BEGIN { while (1) print }'",
    "echo 'x' | sed ':a; s/x/x/; ta'",
    "jq -n 'def f: f; f'",
    'f() { f; }; f',
    'watch -n1 true',
    'sleep infinity',
  ])('ends at its limit or with a failure: %s', async (command) => {
    const result = await run(`export TERM=dumb; ${command}`)
    expect(result.status === 'timed-out' || result.exitCode !== 0).toBe(true)
  })
})
