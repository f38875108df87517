import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { systemClock } from '../adapters/system/system-clock.ts'
import { generateKey } from '../sandbox/ssh/keys.ts'

const PROGRAM = '/usr/sbin/sshd'

/** An OpenSSH server of its own, with keys made for this run, on a free port of the loopback interface. */
export interface OpenSshHost {
  readonly port: number
  /** `[127.0.0.1]:PORT KEY`, as in known_hosts. */
  readonly knownHost: string
  /** The server's process; its children serve connections. */
  readonly pid: () => number
  /** Kills the server and all its connections. */
  readonly kill: () => Promise<void>
  /** Starts again, on the same port with the same key. */
  readonly start: () => Promise<void>
}

export interface OpenSshHosts {
  readonly jump: OpenSshHost
  readonly target: OpenSshHost
  /** The account of whoever runs the test; without root's rights a server serves no other. */
  readonly user: string
  /**
   * A key that leads into a second account, which can read nothing of the first one's. Only root can give one: without its rights there is
   * none, as a server that runs for one user serves no other.
   */
  readonly methodIdentity: string | undefined
  readonly folder: string
  /** Paths. */
  readonly identity: string
  readonly knownHosts: string
  readonly close: () => Promise<void>
}

export interface OpenSshOptions {
  /** Lines of the target's sshd_config. */
  readonly targetOptions?: readonly string[]
  /** Folders that stand first in the PATH of commands. */
  readonly programs?: readonly string[]
  /** A program that commands of every account can run. */
  readonly kubectl?: string
}

/**
 * A jump host and a target host, both Debian's openssh-server.
 * @throws when there is no sshd on this machine: `apt-get install openssh-server`
 */
export const startOpenSshHosts = async ({
  targetOptions = [],
  programs = [],
  kubectl,
}: OpenSshOptions = {}): Promise<OpenSshHosts> => {
  if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is missing; install it with: apt-get install openssh-server`)
  const { username, uid } = userInfo()
  // Where a server of root's puts its unprivileged half.
  if (uid === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })
  const folder = mkdtempSync(join(tmpdir(), 'opsskill-sshd-'))
  const key = generateKey()
  const identity = join(folder, 'identity')
  writeFileSync(identity, key.privateKey, { mode: 0o600 })
  const second = uid === 0 ? secondAccount(folder) : undefined
  writeFileSync(join(folder, 'authorized_keys'), [key.publicKey, second?.authorizedKey, ''].join('\n'), { mode: 0o600 })
  const jump = await startHost(folder, 'jump', ['AllowTcpForwarding yes'])
  const path = [
    ...programs,
    ...(kubectl === undefined ? [] : [folderForAll(kubectl, folder)]),
    process.env['PATH'] ?? '',
  ]
  // bash reads .bashrc for every command that comes by ssh: what this machine's user has there may take a second, or wait for a lock.
  const home = join(folder, 'home')
  mkdirSync(home, { mode: 0o700 })
  const target = await startHost(folder, 'target', [
    'AllowTcpForwarding no',
    `SetEnv PATH=${path.join(':')} HOME=${home}`,
    ...targetOptions,
  ])
  const knownHosts = join(folder, 'known_hosts')
  writeFileSync(knownHosts, `${jump.knownHost}\n${target.knownHost}\n`)
  return {
    jump,
    target,
    user: username,
    methodIdentity: second?.identity,
    folder,
    identity,
    knownHosts,
    close: async () => {
      await Promise.all([jump.kill(), target.kill()])
      await removeForGood(folder)
    },
  }
}

/** Half a second without a trace: a kubectl that was killed a moment ago may still make, anew, the folders of what it keeps in its home. */
const removeForGood = async (folder: string): Promise<void> => {
  for (let quiet = 0; quiet < 5; quiet += 1) {
    if (existsSync(folder)) quiet = 0
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
    await systemClock.sleep(100)
  }
}

/** Nobody: the one account besides root's that every machine has. */
const NOBODY = 65_534

/** Its shell is set here, not on the machine: whoever comes with this key has their command run as nobody, in a home of its own. */
const secondAccount = (folder: string): { readonly identity: string; readonly authorizedKey: string } => {
  const key = generateKey()
  const identity = join(folder, 'method-identity')
  writeFileSync(identity, key.privateKey, { mode: 0o600 })
  const home = join(folder, 'operator')
  mkdirSync(home, { mode: 0o700 })
  chownSync(home, NOBODY, NOBODY)
  // The way to its home; what lies beside that keeps its own mode.
  chmodSync(folder, 0o711)
  const program = join(folder, 'as-operator')
  writeFileSync(
    program,
    `#!/bin/sh\ncd ${home} || exit 1\nexport HOME=${home} USER=nobody LOGNAME=nobody\nexec setpriv --reuid=${NOBODY} --regid=${NOBODY} --clear-groups bash -c "$SSH_ORIGINAL_COMMAND"\n`,
    { mode: 0o755 },
  )
  return { identity, authorizedKey: `restrict,command="exec ${program}" ${key.publicKey}` }
}

/** A folder with a kubectl that every account of this machine may run; the given one's own, where the way there is open to all. */
const folderForAll = (program: string, folder: string): string => {
  if (isOpenToAll(program)) return dirname(program)
  const programs = join(folder, 'programs')
  mkdirSync(programs, { mode: 0o755 })
  copyFileSync(program, join(programs, 'kubectl'))
  chmodSync(join(programs, 'kubectl'), 0o755)
  return programs
}

const isOpenToAll = (path: string): boolean =>
  (statSync(path).mode & 0o001) !== 0 && (dirname(path) === path || isOpenToAll(dirname(path)))

const startHost = async (folder: string, name: string, options: readonly string[]): Promise<OpenSshHost> => {
  const hostKey = generateKey()
  const port = await freePort()
  const file = (ending: string): string => join(folder, `${name}${ending}`)
  writeFileSync(file('.key'), hostKey.privateKey, { mode: 0o600 })
  writeFileSync(
    file('.config'),
    [
      `ListenAddress 127.0.0.1:${port}`,
      `HostKey ${file('.key')}`,
      `AuthorizedKeysFile ${join(folder, 'authorized_keys')}`,
      'PidFile none',
      'StrictModes no',
      'UsePAM no',
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      'PermitRootLogin prohibit-password',
      'MaxStartups 100:30:200',
      ...options,
    ].join('\n'),
  )
  let server: ChildProcess
  const start = async (): Promise<void> => {
    // A group of its own, so that the processes of its connections can be ended with it.
    const started = spawn(PROGRAM, ['-D', '-e', '-f', file('.config')], {
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    server = started
    await new Promise<void>((resolve, reject) => {
      let said = ''
      started.stderr.on('data', (chunk: Buffer) => {
        said += chunk.toString()
        if (said.includes('Server listening')) resolve()
      })
      started.once('exit', (code) => reject(new Error(`sshd ended with code ${code}: ${said}`)))
    })
  }
  await start()
  return {
    port,
    knownHost: `[127.0.0.1]:${port} ${hostKey.publicKey}`,
    pid: () => server.pid ?? 0,
    kill: async () => {
      if (server.exitCode !== null || server.signalCode !== null) return
      const ended = once(server, 'exit')
      endWithChildren(server.pid ?? 0)
      await ended
    },
    start,
  }
}

/** The processes with which a server serves its connections: not the commands that run there. */
export const connectionsOf = (pid: number): readonly number[] => readChildren(pid)

/** All processes that a server started, directly or not. */
export const processesBelow = (pid: number): readonly number[] =>
  readChildren(pid).flatMap((child) => [child, ...processesBelow(child)])

const readChildren = (pid: number): readonly number[] => {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
  } catch (error) {
    if (isGone(error)) return []
    throw error
  }
}

/** All are stopped before one is ended: it could start another one meanwhile, which nobody would find any more. */
const endWithChildren = (pid: number): void => {
  let found: readonly number[] = []
  for (let all = [pid, ...processesBelow(pid)]; all.length > found.length; all = [pid, ...processesBelow(pid)]) {
    for (const each of all) signalProcess(each, 'SIGSTOP')
    found = all
  }
  for (const each of found) endProcess(each)
}

export const endProcess = (pid: number): void => signalProcess(pid, 'SIGKILL')

const signalProcess = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (!isGone(error)) throw error
  }
}

const isGone = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
