import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SshClusterConfig } from '../../domain/cluster.ts'
import { SshCluster } from '../../domain/cluster.ts'
import { stdoutOf } from '../../domain/command-outcome.ts'
import type { Shell } from '../../ports/shell.ts'
import { generateKey } from '../../sandbox/ssh/keys.ts'
import { connectionsOf, endProcess, processesBelow, startOpenSshHosts } from '../../testing/open-ssh-hosts.ts'
import type { OpenSshHosts } from '../../testing/open-ssh-hosts.ts'
import { missingPrograms } from '../../testing/missing-programs.ts'
import { describeShell, type ShellUnderTest } from '../../testing/shell-contract.ts'
import { soakShell } from '../../testing/soak-shell.ts'
import { systemClock } from '../system/system-clock.ts'
import { createSshShell } from './create-ssh-shell.ts'
import { clientKeepsLimit } from './limit-keeper.ts'
import { oneLink, reconnecting } from './links.ts'
import { openChain } from './open-chain.ts'
import type { SshLink } from './open-chain.ts'
import { openSshAccount } from './open-ssh-account.ts'
import { resolveHops } from './resolve-hops.ts'
import { systemSshHome } from './ssh-home.ts'
import type { SshHop } from './types.ts'

const LIMIT = 64 * 1024
const TIMEOUT_MS = 60_000
const ROUNDS = 30

const configOf = (hosts: OpenSshHosts, changes: Readonly<Record<string, unknown>> = {}): SshClusterConfig =>
  SshCluster.parse({
    jump_host: { host: '127.0.0.1', port: hosts.jump.port },
    target_host: { host: '127.0.0.1', port: hosts.target.port },
    user: hosts.user,
    identity_files: [hosts.identity],
    agent: 'none',
    known_hosts: hosts.knownHosts,
    ...changes,
  })

const hopsTo = (hosts: OpenSshHosts, changes: Readonly<Record<string, unknown>> = {}): readonly SshHop[] =>
  resolveHops({ home: { ...systemSshHome(), ask: () => undefined }, warn: () => {} }, configOf(hosts, changes))

const shellOver = (link: SshLink): Shell =>
  createSshShell(
    { links: oneLink(link), clock: systemClock, limits: clientKeepsLimit(systemClock) },
    { outputLimitBytes: LIMIT },
  )

const PROGRAMS = ['sshd', 'ssh-keygen']

const openHosts = async (): Promise<ShellUnderTest> => {
  const programs = mkdtempSync(join(tmpdir(), 'opsskill-'))
  writeFileSync(join(programs, 'kubectl'), '#!/bin/sh\necho pod/a\n', { mode: 0o755 })
  const hosts = await startOpenSshHosts({ programs: [programs] })
  const link = await openChain(hopsTo(hosts))
  return {
    shell: shellOver(link),
    outputLimitBytes: LIMIT,
    close: async () => {
      await link.close()
      await hosts.close()
      rmSync(programs, { recursive: true })
    },
  }
}

describeShell('OpenSSH behind a jump host', openHosts, PROGRAMS)

describe.skipIf(missingPrograms(...PROGRAMS).length > 0)('real OpenSSH hosts', () => {
  let hosts: OpenSshHosts
  const links: SshLink[] = []
  const open = async (changes: Readonly<Record<string, unknown>> = {}): Promise<SshLink> => {
    const link = await openChain(hopsTo(hosts, changes))
    links.push(link)
    return link
  }
  beforeAll(async () => {
    hosts = await startOpenSshHosts({ targetOptions: ['MaxSessions 3'] })
  })
  afterAll(async () => {
    for (const link of links) await link.close()
    await hosts.close()
  })
  const run = (shell: Shell, command: string, timeoutMs = TIMEOUT_MS) => shell.exec(command, { timeoutMs })

  it('are entered as the whole cluster file says, and left again', async () => {
    const warnings: string[] = []
    const warn = (message: string) => void warnings.push(message)
    const account = await openSshAccount({ clock: systemClock, warn }, configOf(hosts))
    expect(stdoutOf(await run(account.shell, 'id -un'))).toBe(`${hosts.user}\n`)
    await account.close()
    await expect(run(account.shell, 'true')).rejects.toMatchObject({ name: 'InfrastructureError' })
    expect(warnings).toEqual([])
  })

  it('end every process of a group whose time is up, before that is reported', async () => {
    const shell = shellOver(await open())
    const mark = `32${process.pid}.5`
    const late = await run(shell, `bash -c 'sleep ${mark} & sleep ${mark}'; true`, 500)
    expect(late).toMatchObject({ status: 'timed-out', limitMs: 500 })
    expect(stdoutOf(await run(shell, `pgrep -f '[s]leep ${mark}' | wc -l | tr -d ' '`))).toBe('0\n')
  })

  it('serve more commands at a time than they allow sessions, one after the other', async () => {
    const shell = shellOver(await open())
    const numbers = Array.from({ length: 40 }, (_, index) => index)
    const outcomes = await Promise.all(numbers.map((number) => run(shell, `sleep 0.01; echo ${number}`)))
    expect(outcomes.map(stdoutOf)).toEqual(numbers.map((number) => `${number}\n`))
  })

  it('lose, double and mix up nothing of hundreds of commands, and keep no session and no handle of them', async () => {
    const shell = shellOver(await open())
    const held = () => [
      process.getActiveResourcesInfo().filter((kind) => kind !== 'Timeout').length,
      processesBelow(hosts.target.pid()).length,
    ]
    await soakShell(shell, { commands: 10, inFlight: 8 })
    await systemClock.sleep(200)
    const before = held()
    // Every exit code there is.
    expect(await soakShell(shell, { commands: 256, inFlight: 8 })).toEqual([])
    expect(await soakShell(shell, { commands: 50, inFlight: 1 })).toEqual([])
    await systemClock.sleep(200)
    for (const [index, count] of held().entries()) expect(count).toBeLessThanOrEqual(before[index] ?? 0)
  })

  it('show a line that the shell cannot read as it was sent, without what is put before it', async () => {
    const outcome = await shellOver(await open()).exec('echo (', { timeoutMs: TIMEOUT_MS })
    expect(outcome).toMatchObject({ status: 'exited', exitCode: 2, stdout: '' })
    expect('stderr' in outcome ? outcome.stderr : '').toMatch(/: `echo \('\n$/)
  })

  it('take 5 MB of stdin, and give 50 MB and any bytes back, up to the limit of the command', async () => {
    const shell = shellOver(await open())
    const stdin = 'x'.repeat(5_000_000)
    expect(stdoutOf(await shell.exec('wc -c', { timeoutMs: TIMEOUT_MS, stdin })).trim()).toBe('5000000')
    const large = 'head -c 50000000 /dev/zero | tr "\\0" y'
    const whole = await shell.exec(large, { timeoutMs: TIMEOUT_MS, outputLimitBytes: 60_000_000 })
    expect(stdoutOf(whole)).toHaveLength(50_000_000)
    expect(whole).toMatchObject({ truncated: false })
    expect(await run(shell, large)).toMatchObject({ truncated: true, stdout: 'y'.repeat(LIMIT) })
    expect(stdoutOf(await run(shell, `printf 'a\\377\\000b\\303\\251'`))).toBe('a\uFFFD\0bé')
  })

  it('report signals as a shell does', async () => {
    const shell = shellOver(await open())
    expect(await run(shell, 'kill -TERM $$')).toMatchObject({ status: 'exited', exitCode: 143 })
    expect(await run(shell, 'kill -SEGV $$')).toMatchObject({ status: 'exited', exitCode: 139 })
  })

  it('stop at a key that is not the known one, naming fingerprint and remedy', async () => {
    const other = join(hosts.folder, 'known_hosts')
    const text = readFileSync(other, 'utf8')
    const swapped = text.replace(/^(\S+) .*$/m, (_line, host: string) => `${host} ${generateKey().publicKey}`)
    const file = join(hosts.folder, 'swapped')
    writeFileSync(file, swapped)
    await expect(open({ known_hosts: file })).rejects.toThrow(
      /SHA256:\S+ of 127\.0\.0\.1 is not the one .*ssh-keygen -R/,
    )
  })

  it('leave the outcome unknown when the connection is killed under a command, and are there again for the next', async () => {
    const messages: string[] = []
    const connected: SshLink[] = []
    const again = async (): Promise<SshLink> => {
      const link = await open()
      connected.push(link)
      return link
    }
    const links_ = reconnecting(
      { open: again, clock: systemClock, warn: (line) => void messages.push(line) },
      await again(),
      120_000,
    )
    const shell = createSshShell({ links: links_, clock: systemClock, limits: clientKeepsLimit(systemClock) })
    await run(shell, 'true')
    const counter = join(hosts.folder, 'counter')
    const mark = `33${process.pid}.5`
    for (let round = 0; round < ROUNDS; round += 1) {
      const running = run(shell, `echo ${round} >> ${counter}; sleep ${mark}; true`)
      while (!readLines(counter).includes(String(round))) await systemClock.sleep(5)
      const server = round % 2 === 0 ? hosts.target : hosts.jump
      // The server's own processes only: the command must not end by itself.
      for (const pid of connectionsOf(server.pid())) endProcess(pid)
      await expect(running).rejects.toThrow(/unknown/)
      // What ran on behind the lost connection was ended before anything else ran.
      expect(stdoutOf(await run(shell, `pgrep -f '[s]leep ${mark}' | wc -l | tr -d ' '; echo ${round}`))).toBe(
        `0\n${round}\n`,
      )
    }
    // No command ran twice, none was lost.
    expect(readLines(counter)).toEqual(Array.from({ length: ROUNDS }, (_, round) => String(round)))
    expect(connected).toHaveLength(ROUNDS + 1)
    expect(messages.filter((line) => line.includes('connected again'))).toHaveLength(ROUNDS)
    await links_.close()
  })

  it('that fall silent are given up by the signs of life', async () => {
    const gate = await startFreezer(hosts.jump.port)
    const known = join(hosts.folder, 'frozen')
    writeFileSync(known, readFileSync(hosts.knownHosts, 'utf8').replace(String(hosts.jump.port), String(gate.port)))
    const link = await open({
      jump_host: { host: '127.0.0.1', port: gate.port },
      known_hosts: known,
      keepalive: '100ms',
    })
    const running = run(shellOver(link), 'echo begun; sleep 600')
    await systemClock.sleep(300)
    gate.freeze()
    await expect(running).rejects.toThrow(/lost.*unknown/)
    await gate.close()
  })
})

const readLines = (path: string): readonly string[] => {
  try {
    return readFileSync(path, 'utf8').split('\n').filter(Boolean)
  } catch {
    return []
  }
}

/** Passes bytes on to a port until it is frozen: then connections stay open and nothing moves. */
const startFreezer = async (port: number) => {
  const sockets = new Set<Socket>()
  let isFrozen = false
  const server = createServer((incoming) => {
    const outgoing = connect(port, '127.0.0.1')
    sockets.add(incoming).add(outgoing)
    const pass = (from: Socket, to: Socket): void => {
      from.on('data', (chunk) => {
        if (!isFrozen) to.write(chunk)
      })
      from.on('error', () => {})
    }
    pass(incoming, outgoing)
    pass(outgoing, incoming)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    freeze: () => {
      isFrozen = true
    },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
