import { existsSync, readFileSync } from 'node:fs'
import ssh2 from 'ssh2'
import { UsageError } from '../../domain/errors.ts'
import { expandHome } from './ssh-home.ts'
import type { SshHome } from './ssh-home.ts'
import type { Credentials } from './types.ts'

/** How a host is to be entered, as files and options say it. */
export interface LoginSettings {
  readonly identityFiles: readonly string[]
  /** Named by the user for this cluster: a file that cannot be used is an error, and not passed over. */
  readonly isExplicit: boolean
  /** Environment variable with the files' passphrase. */
  readonly passphraseVariable?: string | undefined
  /** Socket; `none` for no agent, `$NAME` for the socket that a variable names. */
  readonly agent?: string | undefined
}

/** @throws {UsageError} for identity files that cannot be used, and when there is nothing to log in with */
export const readCredentials = (home: SshHome, login: LoginSettings): Credentials => {
  const agent = agentOf(home, login.agent)
  const passphrase = passphraseOf(home, login.passphraseVariable)
  const privateKeys = login.identityFiles.flatMap((written) => {
    const path = expandHome(home, written)
    if (!login.isExplicit && !existsSync(path)) return []
    const usable = readIdentity(path, passphrase)
    if (typeof usable !== 'string') return [usable]
    // A default key that cannot be used is passed over, as ssh does where it cannot ask for the passphrase.
    if (login.isExplicit) throw new UsageError(usable)
    return []
  })
  if (agent === undefined && privateKeys.length === 0)
    throw new UsageError(
      'ssh: there is no key to log in with: start an agent (SSH_AUTH_SOCK) or name a key with identity_files: [FILE]',
    )
  return { ...(agent === undefined ? {} : { agent }), privateKeys }
}

const agentOf = ({ agent, environment }: SshHome, written: string | undefined): string | undefined => {
  if (written === undefined) return agent
  if (written === 'none') return undefined
  return written.startsWith('$') ? environment[written.slice(1)] : written
}

const passphraseOf = ({ environment }: SshHome, variable: string | undefined): string | undefined => {
  if (variable === undefined) return undefined
  const value = environment[variable]
  if (value === undefined)
    throw new UsageError(`identity_passphrase_env: the environment variable ${variable} is not set`)
  return value
}

/** A private key, or why it cannot be used. */
const readIdentity = (path: string, passphrase: string | undefined): Credentials['privateKeys'][number] | string => {
  if (!existsSync(path)) return `identity_files: ${path}: no such file`
  const key = readFileSync(path)
  const parsed = ssh2.utils.parseKey(key, passphrase)
  if (!(parsed instanceof Error)) return { key, ...(passphrase === undefined ? {} : { passphrase }) }
  const remedy = /passphrase|encrypted|decrypt/i.test(parsed.message)
    ? '; name the environment variable with its passphrase as identity_passphrase_env, or add the key to an agent with ssh-add'
    : ''
  return `identity_files: ${path}: ${parsed.message}${remedy}`
}
