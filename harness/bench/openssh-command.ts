import { execFile, execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { openSshAccount } from '../adapters/ssh/open-ssh-account.ts'
import { systemClock } from '../adapters/system/system-clock.ts'
import { SshCluster } from '../domain/cluster.ts'
import type { OpenSshHosts } from '../testing/open-ssh-hosts.ts'
import { startOpenSshHosts } from '../testing/open-ssh-hosts.ts'

const execute = promisify(execFile)

const ROUNDS = 24
const IN_FLIGHT = 8

/**
 * A command that does nothing, over Debian's own sshd as jump host and target, side by side: this package's connection, `ssh -J` for each
 * command, and `ssh` over a ControlMaster. Medians in ms, one after the other and with eight in flight. Goal: at least eight times as fast as
 * `ssh -J`, and no slower than ControlMaster.
 */
export const opensshCommand = async (): Promise<string> => {
  const hosts = await startOpenSshHosts()
  const startMs = performance.now()
  const account = await openSshAccount({ clock: systemClock, warn: console.error }, clusterOf(hosts))
  const setUpMs = performance.now() - startMs
  const config = writeConfig(hosts)
  const master = ['-F', config, '-o', `ControlPath=${join(hosts.folder, 'control')}`, 'target']
  try {
    execFileSync('ssh', ['-M', '-N', '-f', ...master], { stdio: 'ignore' })
    const ways: Readonly<Record<string, () => Promise<unknown>>> = {
      ours: () => account.shell.exec('true', { timeoutMs: 60_000 }),
      ControlMaster: () => execute('ssh', [...master, 'true']),
      'ssh -J': () => execute('ssh', ['-F', config, 'target', 'true']),
    }
    const lines: string[] = []
    for (const [name, run] of Object.entries(ways)) {
      const alone = await medianMs(ROUNDS, 1, run)
      const together = await medianMs(ROUNDS, IN_FLIGHT, run)
      lines.push(`${name} ${alone.toFixed(1)} ms alone, ${together.toFixed(1)} ms with ${IN_FLIGHT} in flight`)
    }
    return `${lines.join('; ')}; set-up ${setUpMs.toFixed(0)} ms`
  } finally {
    execFileSync('ssh', ['-O', 'exit', ...master], { stdio: 'ignore' })
    await account.close()
    await hosts.close()
  }
}

const clusterOf = ({ jump, target, user, identity, knownHosts }: OpenSshHosts) =>
  SshCluster.parse({
    jump_host: { host: '127.0.0.1', port: jump.port },
    target_host: { host: '127.0.0.1', port: target.port },
    user,
    identity_files: [identity],
    agent: 'none',
    known_hosts: knownHosts,
  })

const writeConfig = ({ folder, jump, target, user, identity, knownHosts }: OpenSshHosts): string => {
  const entry = (name: string, port: number): readonly string[] => [
    `Host ${name}`,
    '  HostName 127.0.0.1',
    `  Port ${port}`,
    `  User ${user}`,
    `  IdentityFile ${identity}`,
    '  IdentitiesOnly yes',
    `  UserKnownHostsFile ${knownHosts}`,
    '  LogLevel ERROR',
  ]
  const file = join(folder, 'ssh_config')
  writeFileSync(file, [...entry('jump', jump.port), ...entry('target', target.port), '  ProxyJump jump', ''].join('\n'))
  return file
}

/** Of the time that each takes, with so many running at a time. */
const medianMs = async (rounds: number, inFlight: number, run: () => Promise<unknown>): Promise<number> => {
  const times: number[] = []
  const work = async (): Promise<void> => {
    while (times.length < rounds) {
      const startMs = performance.now()
      await run()
      times.push(performance.now() - startMs)
    }
  }
  await Promise.all(Array.from({ length: inFlight }, work))
  return times.toSorted((left, right) => left - right)[times.length >> 1] ?? Number.NaN
}
