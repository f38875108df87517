import { afterAll, beforeAll, expect, it } from 'vitest'
import ssh2 from 'ssh2'
import { createRng } from '../../adapters/system/create-rng.ts'
import { systemClock } from '../../adapters/system/system-clock.ts'
import { createSimulation } from '../engine/create-simulation.ts'
import { createLive } from '../live/create-live.ts'
import { createHostShell } from '../shell/host/create-host-shell.ts'
import { generateKey } from './keys.ts'
import type { Execute } from './serve-command.ts'
import type { SshServer } from './start-server.ts'
import { startTargetServer } from './target-server.ts'

const key = generateKey()
const errors: unknown[] = []
const live = createLive({
  simulation: createSimulation({ startMs: Date.UTC(2026, 0, 5, 8) }),
  clock: systemClock,
  onError: (error) => errors.push(error),
})
let server: SshServer

beforeAll(async () => {
  const shell = createHostShell(
    { simulation: live.simulation, programs: [], rng: createRng(1) },
    { name: 'ops', uid: 1001, token: 'secret' },
    { hostname: 'ops-host', roundTripMs: 0 },
  )
  const execute: Execute = (request) => {
    request.signal?.addEventListener('abort', live.nudge)
    return shell.exec(request)
  }
  server = await startTargetServer({ ops: key.publicKey }, () => execute, { hostname: 'ops-host', stdinGraceMs: 300 })
  live.start(10)
})

afterAll(async () => {
  live.stop()
  await server.close()
  if (errors.length > 0) throw new AggregateError(errors, 'the sandbox met defects')
})

/** A session with a terminal, whose keys are pressed once what they wait for stands on the screen. */
const atTerminal = (...talk: readonly (readonly [shows: string, keys: string])[]) =>
  new Promise<{ readonly exit: number | undefined; readonly screen: string }>((resolve, reject) => {
    const client = new ssh2.Client()
    const waiting = [...talk]
    let screen = ''
    let read = 0
    let exit: number | undefined
    client.on('error', reject)
    client.on('ready', () => {
      client.shell({ term: 'vt100', cols: 60, rows: 20 }, (error, channel) => {
        if (error !== undefined) return reject(error)
        channel.on('exit', (code: number) => (exit = code))
        channel.on('close', () => client.end())
        channel.on('data', (chunk: Buffer) => {
          screen += chunk.toString('utf8')
          for (let next = waiting[0]; next !== undefined && screen.includes(next[0], read); next = waiting[0]) {
            read = screen.indexOf(next[0], read) + next[0].length
            channel.write(next[1])
            waiting.shift()
          }
        })
      })
    })
    client.on('close', () => resolve({ exit, screen }))
    client.connect({ host: server.host, port: server.port, username: 'ops', privateKey: key.privateKey })
  })

it('keeps folder and status, takes commands of many lines, and ends with the code that was typed', async () => {
  const { exit, screen } = await atTerminal(
    ['ops@ops-host:~$ ', 'cd /tmp\r'],
    [':/tmp$ ', 'for i in 1 2; do\r'],
    ['> ', 'echo round-$i; done; (exit 4)\r'],
    ['round-2', 'echo status $? on $TERM\r'],
    ['status 4 on vt100', 'nosuch\r'],
    ['-bash: nosuch: command not found', 'exit 7\r'],
  )
  expect(screen).toMatch(/round-1\r\nround-2\r\n/)
  expect(exit).toBe(7)
})

it('interrupts what runs, forgets what was begun, and goes on', async () => {
  const { exit, screen } = await atTerminal(
    ['$ ', 'echo before; sleep 100000\r'],
    ['before\r\n', '\u0003'],
    ['^C', 'echo status $?\r'],
    ['status 130', 'rubbish\u0003'],
    ['^C', 'echo "open\r'],
    ['> ', '\u0003'],
    ['^C', 'echo next $((1 + 1))\r'],
    ['next 2', '\u0004'],
  )
  expect({ exit, isForgotten: !screen.includes('not found') }).toEqual({ exit: 0, isForgotten: true })
})

it('lets keys edit the line, remembers lines, and begins the prompt behind what has no end', async () => {
  const { screen } = await atTerminal(
    ['$ ', 'printf hallo\u007f\u007f\u007f\u007fello\r'],
    ['helloops@ops-host:~$ ', '\u001b[A\r'],
    ['helloops@ops-host:~$ ', 'exit\r'],
  )
  expect(screen.match(/helloops@ops-host/g)?.length).toBeGreaterThanOrEqual(2)
})

it('takes what was typed ahead', async () => {
  const { exit, screen } = await atTerminal(
    ['$ ', 'echo first; sleep 5; echo second\recho third\rec'],
    ['~$ ec', 'ho fourth\r'],
    ['fourth\r\n', 'exit 3\r'],
  )
  expect(exit).toBe(3)
  expect(screen).toMatch(/first[^]*second\r\n[^]*third\r\n[^]*~\$ ec[^]*\r\nfourth\r\n/)
})
