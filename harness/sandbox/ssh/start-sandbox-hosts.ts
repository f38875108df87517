import type { HostShell } from '../shell/host/create-host-shell.ts'
import { startJumpServer } from './jump-server.ts'
import { generateKey } from './keys.ts'
import type { Execute } from './serve-command.ts'
import type { SshServer } from './start-server.ts'
import type { PeopleOptions } from './serve-session.ts'
import { startTargetServer } from './target-server.ts'

/** The accounts of the target host, by what they are for. */
export type AccountRole = 'harness' | 'method'

/** User names on the hosts. */
export const USERS: Readonly<Record<AccountRole, string>> = { harness: 'harness', method: 'operator' }

/** What a client needs to log in. */
export interface Login {
  readonly user: string
  readonly privateKey: string
}

/** A jump host and a target host on loopback. They outlive clusters: one is attached for each trial, without a new handshake. */
export interface SandboxHosts {
  readonly jump: SshServer
  readonly target: SshServer
  readonly logins: Readonly<Record<AccountRole, Login>>
  /** Puts a cluster's shells behind the accounts. @returns how to take them away again */
  readonly attach: (shells: Readonly<Record<AccountRole, HostShell>>) => () => void
  readonly close: () => Promise<void>
}

export interface HostsOptions {
  /** Real time after which a command that makes no progress is reported as broken, ms; Infinity where time is real. */
  readonly watchdogMs?: number
  /** For people at a terminal, whose stdin does not end. Default: commands wait for the end of stdin. */
  readonly people?: PeopleOptions
}

export const startSandboxHosts = async ({ watchdogMs = 120_000, people }: HostsOptions = {}): Promise<SandboxHosts> => {
  const keys = { harness: generateKey(), method: generateKey() }
  const authorized = { [USERS.harness]: keys.harness.publicKey, [USERS.method]: keys.method.publicKey }
  let attached: Readonly<Record<AccountRole, HostShell>> | undefined
  const execute = (user: string): Execute => {
    const role: AccountRole = user === USERS.harness ? 'harness' : 'method'
    return async (request) => {
      if (attached === undefined) throw new Error('no cluster is attached to this host')
      return watchdogMs === Number.POSITIVE_INFINITY
        ? attached[role].exec(request)
        : guarded(attached[role].exec(request), watchdogMs)
    }
  }
  const target = await startTargetServer(authorized, execute, people)
  const jump = await startJumpServer(authorized, target)
  return {
    jump,
    target,
    logins: {
      harness: { user: USERS.harness, privateKey: keys.harness.privateKey },
      method: { user: USERS.method, privateKey: keys.method.privateKey },
    },
    attach: (shells) => {
      if (attached !== undefined) throw new Error('a cluster is already attached to these hosts')
      attached = shells
      return () => {
        attached = undefined
      }
    },
    close: async () => {
      await jump.close()
      await target.close()
    },
  }
}

/** A command that neither ends nor moves the cluster's clock is a defect of the simulation, not the command's limit. */
const guarded = <T>(work: Promise<T>, watchdogMs: number): Promise<T> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`the command made no progress in ${watchdogMs} ms of real time`)),
      watchdogMs,
    )
    void work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
