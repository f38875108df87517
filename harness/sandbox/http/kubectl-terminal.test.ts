import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { aLiveSandbox } from '../../testing/a-live-sandbox.ts'
import { httpClient } from '../../testing/http-client.ts'
import { realKubectl } from '../../testing/real-kubectl.ts'
import { quote } from '../shell/script/quote.ts'

const program = realKubectl()
let sandbox: Awaited<ReturnType<typeof aLiveSandbox>>

const POD = '/api/v1/namespaces/shop/pods'

beforeAll(async () => {
  sandbox = await aLiveSandbox({ speed: 10 })
  const { ask } = httpClient(sandbox.kubeconfigs.harness)
  await ask('/api/v1/namespaces', { method: 'POST', body: JSON.stringify({ metadata: { name: 'shop' } }) })
  const containers = [{ name: 'box', image: 'busybox:1.36', command: ['sleep', '3600'] }]
  await ask(POD, { method: 'POST', body: JSON.stringify({ metadata: { name: 'box' }, spec: { containers } }) })
  while (!(await ask(`${POD}/box`)).text.includes('"phase":"Running"'));
})

afterAll(() => sandbox.close())

/** kubectl with a terminal of its own, whose keys are pressed once what they wait for stands on the screen. */
const atTerminal = (args: readonly string[], talk: readonly (readonly [shows: string, keys: string])[] = []) =>
  new Promise<{ readonly exit: number | null; readonly screen: string }>((resolve) => {
    const config = [`--kubeconfig=${sandbox.kubeconfigs.harness}`, `--cache-dir=${join(sandbox.folder, 'cache')}`]
    const line = [program, ...config, '--namespace=shop', ...args].map(quote).join(' ')
    const child = spawn('/usr/bin/script', [
      '--quiet',
      '--return',
      '--command',
      `stty cols 60 rows 20; ${line}`,
      '/dev/null',
    ])
    const waiting = [...talk]
    let screen = ''
    let read = 0
    child.stdout.on('data', (chunk: Buffer) => {
      screen += chunk.toString('utf8')
      for (let next = waiting[0]; next !== undefined && screen.includes(next[0], read); next = waiting[0]) {
        read = screen.indexOf(next[0], read) + next[0].length
        child.stdin.write(next[1])
        waiting.shift()
      }
    })
    child.on('close', (exit) => resolve({ exit, screen }))
  })

it('gives a shell in a container its prompt, folders, unfinished lines, Ctrl-C and exit code', async () => {
  const { exit, screen } = await atTerminal(
    ['exec', '-it', 'box', '--', 'sh'],
    [
      ['/ # ', 'cd /tmp\r'],
      ['/tmp # ', 'for i in 1 2; do\r'],
      ['> ', 'echo round-$i; done\r'],
      ['round-2', 'sleep 3000\r'],
      ['sleep 3000', '\u0003'],
      ['^C', 'echo after $?\r'],
      ['after 130', 'while true; do echo tick; sleep 1; done\r'],
      ['tick\r\ntick', '\u0003'],
      ['/tmp # ', 'exit 7\r'],
    ],
  )
  expect(exit).toBe(7)
  expect(screen).toMatch(/round-1\r\nround-2\r\n/)
  expect(screen).toContain('command terminated with exit code 7')
})

it('ends a shell at Ctrl-D, and lets keys edit the line', async () => {
  const { exit, screen } = await atTerminal(
    ['exec', '-it', 'box', '--', 'sh'],
    [
      ['/ # ', 'echo hallo\u007f\u007f\u007f\u007fello\r'],
      ['hello\r\n/ # ', '\u0004'],
    ],
  )
  expect({ exit, isEdited: screen.includes('hello\r\n') }).toEqual({ exit: 0, isEdited: true })
})

it('copies what is typed to a program that reads it, and runs one that does not without waiting for any', async () => {
  const copied = await atTerminal(
    ['exec', '-it', 'box', '--', 'cat'],
    [
      ['\u001b[1G', 'twice\r'],
      ['twice\r\ntwice', '\u0004'],
    ],
  )
  expect(copied.exit).toBe(0)
  expect((await atTerminal(['exec', '-it', 'box', '--', 'hostname'])).screen).toContain('box\r\n')
})

it('starts a pod for one visit, attaches to its shell, and takes it away again', async () => {
  const { screen } = await atTerminal(
    ['run', 'visit', '--rm', '-it', '--restart=Never', '--image=busybox:1.36', '--', 'sh'],
    [
      ['press', '\r'],
      ['/ # ', 'hostname\r'],
      ['visit\r\n/ # ', 'exit\r'],
    ],
  )
  expect(screen).toContain('pod "visit" deleted')
})

it('attaches to a debugging container', async () => {
  const { screen } = await atTerminal(
    ['debug', '-it', 'box', '--image=busybox:1.36', '--profile=general', '--container=probe'],
    [
      ['press', '\r'],
      ['/ # ', 'echo from the probe\r'],
      ['from the probe\r\n/ # ', 'exit\r'],
    ],
  )
  expect(screen).toContain('from the probe\r\n')
})
