import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Clock } from '../../ports/clock.ts'
import { createSimulation } from '../../sandbox/engine/create-simulation.ts'
import { createHostShell } from '../../sandbox/shell/host/create-host-shell.ts'
import type { HostShell } from '../../sandbox/shell/host/create-host-shell.ts'
import type { ShellCommand } from '../../sandbox/shell/script/command.ts'
import { generateKey } from '../../sandbox/ssh/keys.ts'
import { startSandboxHosts } from '../../sandbox/ssh/start-sandbox-hosts.ts'
import type { AccountRole, SandboxHosts } from '../../sandbox/ssh/start-sandbox-hosts.ts'
import { anRng } from '../../testing/an-rng.ts'
import { describeShell } from '../../testing/shell-contract.ts'
import { createSshShell } from './create-ssh-shell.ts'
import { expectHostKey } from './expect-host-key.ts'
import { clientKeepsLimit, hostKeepsLimit } from './limit-keeper.ts'
import { oneLink } from './links.ts'
import { openChain } from './open-chain.ts'
import type { SshLink } from './open-chain.ts'
import type { SshHop } from './types.ts'

const START = Date.UTC(2026, 0, 5, 8)
const LIMIT = 64 * 1024

const kubectl: ShellCommand = { name: 'kubectl', run: () => ({ stdout: 'pod/a\npod/b\n', stderr: '', exitCode: 0 }) }
const broken: ShellCommand = {
  name: 'broken',
  run: () => {
    throw new TypeError('a defect of ours')
  },
}

/** Waits in real time, for ever. */
const createHang = (): { readonly command: ShellCommand; readonly started: () => Promise<void> } => {
  let announce = (): void => {}
  let start = new Promise<void>((resolve) => (announce = resolve))
  return {
    command: {
      name: 'hang',
      run: ({ process }) =>
        new Promise((resolve) => {
          process.signal.addEventListener('abort', () => resolve({ stdout: '', stderr: '', exitCode: 137 }))
          announce()
        }),
    },
    started: async () => {
      await start
      start = new Promise((resolve) => (announce = resolve))
    },
  }
}

const hopsFor = (hosts: SandboxHosts, role: AccountRole, changes: Partial<SshHop> = {}): readonly SshHop[] =>
  [hosts.jump, hosts.target].map((server) => ({
    host: server.host,
    port: server.port,
    user: hosts.logins[role].user,
    checkHostKey: expectHostKey(server.hostKey),
    credentials: { privateKeys: [{ key: hosts.logins[role].privateKey }] },
    connectTimeoutMs: 10_000,
    keepaliveMs: 0,
    ...changes,
  }))

const aWorld = async () => {
  const hosts = await startSandboxHosts()
  const simulation = createSimulation({ startMs: START })
  const hang = createHang()
  const shellOf = (name: string): HostShell =>
    createHostShell(
      { simulation, programs: [kubectl, broken, hang.command], rng: anRng(name) },
      { name, uid: 1001, token: 't' },
      { hostname: 'h', roundTripMs: 4 },
    )
  const detach = hosts.attach({ harness: shellOf('harness'), method: shellOf('operator') })
  const clock = { nowMs: simulation.nowMs, sleep: async () => {} }
  const link = await openChain(hopsFor(hosts, 'harness'))
  const shell = createSshShell({ links: oneLink(link), clock, limits: hostKeepsLimit }, { outputLimitBytes: LIMIT })
  return {
    hosts,
    simulation,
    link,
    shell,
    clock,
    hanging: hang.started,
    detach,
    close: async () => {
      await link.close()
      await hosts.close()
    },
  }
}

describeShell('the sandbox over SSH', async () => {
  const { shell, close } = await aWorld()
  return { shell, close, outputLimitBytes: LIMIT }
})

describe('the hosts of the sandbox', () => {
  let world: Awaited<ReturnType<typeof aWorld>>
  const extra: SshLink[] = []
  beforeAll(async () => {
    world = await aWorld()
  })
  afterAll(async () => {
    for (const link of extra) await link.close()
    await world.close()
  })
  const exec = (command: string, timeoutMs = 300_000) => world.shell.exec(command, { timeoutMs })

  it('keeps limits in cluster time and reports durations in it, exactly', async () => {
    expect(await exec('sleep 90')).toMatchObject({ status: 'exited', durationMs: 90_004 })
    expect(await exec('sleep 90', 5000)).toMatchObject({ status: 'timed-out', durationMs: 5000 })
  })

  it('reports a defect of the simulation as broken infrastructure', async () => {
    await expect(exec('broken')).rejects.toThrow('TypeError: a defect of ours')
    await expect(exec('broken')).rejects.toMatchObject({ name: 'InfrastructureError' })
    expect(await exec('echo fine')).toMatchObject({ stdout: 'fine\n' })
  })

  it('gives each account its own home', async () => {
    const link = await openChain(hopsFor(world.hosts, 'method'))
    extra.push(link)
    const method = createSshShell({ links: oneLink(link), clock: world.clock, limits: hostKeepsLimit })
    const outcome = await method.exec('whoami; pwd; ls /home; cat /home/harness/.kube/config', { timeoutMs: 1000 })
    expect(outcome).toMatchObject({
      exitCode: 1,
      stdout: 'operator\n/home/operator\noperator\n',
      stderr: 'cat: /home/harness/.kube/config: No such file or directory\n',
    })
  })

  it('lets nobody in with another key, another user or another host key', async () => {
    const stranger = { privateKeys: [{ key: generateKey().privateKey }] }
    await expect(openChain(hopsFor(world.hosts, 'harness', { credentials: stranger }))).rejects.toThrow(
      /ssh harness@127.0.0.1:\d+: All configured authentication methods failed/,
    )
    await expect(openChain(hopsFor(world.hosts, 'harness', { user: 'operator' }))).rejects.toMatchObject({
      name: 'InfrastructureError',
    })
    await expect(
      openChain(hopsFor(world.hosts, 'harness', { checkHostKey: expectHostKey(generateKey().publicKey) })),
    ).rejects.toThrow(/host key .*SHA256:/)
  })

  it('forwards to the target only, and gives no shell on the jump host', async () => {
    const [jump] = hopsFor(world.hosts, 'harness')
    const [, target] = hopsFor(world.hosts, 'harness')
    if (jump === undefined || target === undefined) throw new Error('no hops')
    await expect(openChain([jump, { ...target, port: world.hosts.jump.port }])).rejects.toThrow('does not reach')
    const link = await openChain([jump])
    extra.push(link)
    const shell = createSshShell({ links: oneLink(link), clock: world.clock, limits: hostKeepsLimit })
    await expect(shell.exec('id', { timeoutMs: 1000 })).rejects.toMatchObject({ name: 'InfrastructureError' })
  })

  it('says that the link is lost, to commands that run and to later ones', async () => {
    const other = await aWorld()
    await other.hosts.close()
    await expect(other.shell.exec('echo a', { timeoutMs: 1000 })).rejects.toMatchObject({ name: 'InfrastructureError' })
    await other.link.close()
  })

  it('kills a command from the client side when that keeps the limit, or when it is aborted', async () => {
    let expire = (): void => {}
    const clock: Clock = {
      nowMs: () => 0,
      sleep: (ms) =>
        new Promise((resolve) => {
          if (ms === 5000) expire = resolve
        }),
    }
    const shell = createSshShell({ links: oneLink(world.link), clock, limits: clientKeepsLimit(clock) })
    const late = shell.exec('echo started; hang', { timeoutMs: 5000 })
    await world.hanging()
    expire()
    expect(await late).toMatchObject({ status: 'timed-out', limitMs: 5000, stdout: 'started\n' })
    const reason = new Error('enough')
    const controller = new AbortController()
    const aborted = shell.exec('hang', { timeoutMs: 1_000_000, signal: controller.signal })
    await world.hanging()
    controller.abort(reason)
    await expect(aborted).rejects.toBe(reason)
    expect(await exec('echo fine')).toMatchObject({ stdout: 'fine\n' })
  })

  it('runs nothing while no cluster is attached', async () => {
    world.detach()
    await expect(exec('echo a')).rejects.toThrow('no cluster is attached')
  })
})
