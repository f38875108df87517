import { describe, expect, it } from 'vitest'
import { createRng } from '../../../adapters/system/create-rng.ts'
import { createSimulation } from '../../engine/create-simulation.ts'
import type { ShellCommand } from '../script/command.ts'
import { pause } from '../script/process.ts'
import { createHostShell } from './create-host-shell.ts'
import type { HostResult } from './create-host-shell.ts'

const START = Date.UTC(2026, 0, 5, 8)

/** Prints a line every second for ever, as a watch does. */
const ticker: ShellCommand = {
  name: 'ticker',
  run: async ({ process }) => {
    let stdout = ''
    for (let tick = 1; ; tick += 1) {
      stdout += `tick ${tick}\n`
      if ((await pause(process, 1000)) === 'killed') return { stdout, stderr: '', exitCode: 143 }
    }
  },
}
const broken: ShellCommand = {
  name: 'broken',
  run: () => {
    throw new TypeError('a defect of ours')
  },
}

const aHost = (seed = 1) => {
  const simulation = createSimulation({ startMs: START })
  const account = { name: 'ops', uid: 1001, token: 'secret' }
  const profile = { hostname: 'ops-host', roundTripMs: 4 }
  const shell = createHostShell({ simulation, programs: [ticker, broken], rng: createRng(seed) }, account, profile)
  const run = (command: string, options: { stdin?: string; timeoutMs?: number } = {}): Promise<HostResult> =>
    shell.exec({ command, stdin: options.stdin ?? '', timeoutMs: options.timeoutMs ?? 300_000 })
  const show = async (command: string, stdin = ''): Promise<readonly [number | null, string, string]> => {
    const result = await run(command, { stdin })
    return [result.status === 'exited' ? result.exitCode : null, result.stdout, result.stderr]
  }
  return { simulation, run, show, elapsedMs: () => simulation.nowMs() - START }
}

describe('the time of commands', () => {
  it('costs a round trip, and sleeping costs what it says, in cluster time', async () => {
    const host = aHost()
    await host.run('true')
    expect(host.elapsedMs()).toBe(4)
    await host.run('sleep 90; sleep 0.5')
    expect(host.elapsedMs()).toBe(4 + 4 + 90_500)
  })

  it('ends a command at its limit, keeps what it had printed and runs nothing after it', async () => {
    const host = aHost()
    const result = await host.run('echo before; sleep 100; echo after', { timeoutMs: 5000 })
    expect(result).toEqual({ status: 'timed-out', stdout: 'before\n', stderr: '' })
    expect(host.elapsedMs()).toBe(5000)
    expect(await host.run('ticker', { timeoutMs: 2500 })).toEqual({
      status: 'timed-out',
      stdout: 'tick 1\ntick 2\ntick 3\n',
      stderr: '',
    })
  })

  it('lets a loop that never ends run into its limit', async () => {
    const host = aHost()
    expect(await host.run('echo a; while true; do :; done', { timeoutMs: 7000 })).toEqual({
      status: 'timed-out',
      stdout: 'a\n',
      stderr: 'shell: stopped: more than 50000 steps\n',
    })
    expect(host.elapsedMs()).toBe(7000)
  })

  it('gives timeout its exit codes and its partial output', async () => {
    const host = aHost()
    expect(await host.show('timeout 2.5 ticker; echo "exit $?"')).toEqual([0, 'tick 1\ntick 2\ntick 3\nexit 124\n', ''])
    expect(await host.show('timeout 2 bash -c "echo in; sleep 9; echo no" | cat; echo next')).toEqual([
      0,
      'in\nnext\n',
      '',
    ])
    expect(await host.show('timeout -s KILL 1 sleep 9')).toEqual([137, '', ''])
    expect(await host.show('timeout 5 bash -c "exit 3"')).toEqual([3, '', ''])
    expect(await host.show('timeout 5 sh -c "echo out; echo err >&2"')).toEqual([0, 'out\n', 'err\n'])
    expect(await host.show('timeout x true')).toMatchObject([125, '', expect.any(String)])
    expect(await host.show('timeout 1 nosuch')).toEqual([
      127,
      '',
      'timeout: failed to run command ‘nosuch’: No such file or directory\n',
    ])
  })

  it('keeps what a nested command had printed when the outer limit ends it', async () => {
    const host = aHost()
    expect(await host.run('echo a; timeout 50 ticker; echo b', { timeoutMs: 2100 })).toEqual({
      status: 'timed-out',
      stdout: 'a\ntick 1\ntick 2\ntick 3\n',
      stderr: '',
    })
  })

  it('measures with time, $SECONDS and date on the cluster clock', async () => {
    const host = aHost()
    expect(await host.show('date -u +%FT%TZ; sleep 61; date +%s; echo $SECONDS $((SECONDS + 1))')).toEqual([
      0,
      `2026-01-05T08:00:00Z\n${START / 1000 + 61}\n61 62\n`,
      '',
    ])
    expect(await host.show('time sleep 1.25')).toEqual([0, '', '\nreal\t0m1.250s\nuser\t0m0.000s\nsys\t0m0.000s\n'])
    expect(await host.show('time (sleep 1; exit 3)')).toMatchObject([3, '', expect.stringContaining('0m1.000s')])
    expect(await host.show('printf "%(%F)T %s\\n" -1 x')).toEqual([0, '2026-01-05 x\n', ''])
    expect(await host.show('touch f; date -r f +%F')).toEqual([0, '2026-01-05\n', ''])
  })
})

describe('the shell', () => {
  it('starts every command afresh but keeps files', async () => {
    const host = aHost()
    await host.run('cd /tmp; export A=1; readonly B=2; shopt -s nullglob; echo kept > ~/file')
    expect(await host.show('pwd; echo "[$A]"; B=3; echo $B; echo *.nothing; cat file')).toEqual([
      0,
      '/home/ops\n[]\n3\n*.nothing\nkept\n',
      '',
    ])
  })

  it('draws $RANDOM from the seed', async () => {
    const command = 'echo $RANDOM $((RANDOM % 100)) "${RANDOM}"; for i in 1 2 3; do echo $RANDOM; done'
    const [first, again, other] = await Promise.all([
      aHost(1).show(command),
      aHost(1).show(command),
      aHost(2).show(command),
    ])
    expect(first).toEqual(again)
    expect(first).not.toEqual(other)
    expect(new Set(first[1].trim().split(/\s+/)).size).toBeGreaterThan(4)
  })

  it('traces what was typed, and nothing of what stands in for it', async () => {
    const line = 'set -x; trap "echo bye" EXIT; time true; echo $RANDOM $SECONDS > file; (exit 3)'
    const [exitCode, stdout, stderr] = await aHost().show(line)
    expect([exitCode, stdout]).toEqual([3, 'bye\n'])
    expect(
      stderr
        .replace(/\d+/g, 'N')
        .split('\n')
        .filter((text) => text.startsWith('+')),
    ).toEqual(["+ trap 'echo bye' EXIT", '+ true', '+ echo N N'])
  })

  it('says that a command does not exist as bash does, with the line', async () => {
    const host = aHost()
    expect(await host.show('curl http://x')).toEqual([127, '', 'bash: line 1: curl: command not found\n'])
    expect(await host.show('echo a\nhelm list')).toEqual([127, 'a\n', 'bash: line 2: helm: command not found\n'])
    expect(await host.show('python3 -V 2>&1')).toEqual([127, 'bash: line 1: python3: command not found\n', ''])
    expect(await host.show('cd /nope')).toEqual([1, '', 'bash: line 1: cd: /nope: No such file or directory\n'])
    expect(await host.show('command -v curl ssh')).toEqual([1, '', ''])
    expect(await host.show('command -v grep')).toEqual([0, '/usr/bin/grep\n', ''])
  })

  it('refuses jobs in the background', async () => {
    const host = aHost()
    expect(await host.show('sleep 5 & echo b')).toMatchObject([2, '', expect.stringContaining('background jobs (&)')])
    expect(await host.show('echo "a & b" 2>&1 && echo c')).toEqual([0, 'a & b\nc\n', ''])
  })

  it('passes stdin, exit codes and stderr on', async () => {
    const host = aHost()
    expect(await host.show('cat; exit 7', 'héllo\n  indented: yaml\n')).toEqual([7, 'héllo\n  indented: yaml\n', ''])
    expect(await host.show('cat <<EOF\n  two: spaces\nEOF')).toEqual([0, '  two: spaces\n', ''])
    expect(await host.show('echo out; echo err >&2; (exit 255)')).toEqual([255, 'out\n', 'err\n'])
  })

  it('knows who and where it is', async () => {
    const host = aHost()
    expect(await host.show('whoami; hostname; id -u; echo $HOME $USER; env | sort | head -2')).toEqual([
      0,
      'ops\nops-host\n1001\n/home/ops ops\nHOME=/home/ops\nLANG=C.UTF-8\n',
      '',
    ])
  })

  it('takes a defect of the harness for what it is, not for a failing command', async () => {
    const host = aHost()
    await expect(host.run('echo a; broken || true')).rejects.toThrow('a defect of ours')
    expect(await host.show('echo fine')).toEqual([0, 'fine\n', ''])
  })

  it('runs commands that arrive together one step at a time on one clock', async () => {
    const host = aHost()
    const results = await Promise.all([host.show('sleep 3; date +%S'), host.show('sleep 1; date +%S')])
    expect(results.map(([, stdout]) => stdout)).toEqual(['03\n', '01\n'])
  })
})
