import { succeeded } from '../domain/command-outcome.ts'
import { mustRun } from '../pipeline/must-run.ts'
import type { Shell } from '../ports/shell.ts'
import { quote } from '../runner/with-environment.ts'

export interface WantedAccount {
  readonly user: string
  /** As in authorized_keys; empty where only an agent has them. */
  readonly publicKeys: readonly string[]
}

/**
 * The commands with which an administrator makes an account for methods on the target host; running them again changes nothing.
 * @param sudo stands before each that only root may run
 */
export const hostAccountLines = ({ user, publicKeys }: WantedAccount, sudo = 'sudo '): readonly string[] => {
  const [name, folder] = [quote(user), `~${user}/.ssh`]
  const keys = `${folder}/authorized_keys`
  return [
    `id -u ${name} >/dev/null 2>&1 || ${sudo}useradd --create-home --shell /bin/bash ${name}`,
    `${sudo}install -d -m 700 -o ${name} ${folder}`,
    ...(publicKeys.length === 0 ? [`# append the public half of your agent's key to ${keys}`] : []),
    ...publicKeys.map(
      (key) => `${sudo}grep -qsF ${quote(key)} ${keys} || echo ${quote(key)} | ${sudo}tee -a ${keys} >/dev/null`,
    ),
    ...(publicKeys.length === 0 ? [] : [`${sudo}chown ${name} ${keys} && ${sudo}chmod 600 ${keys}`]),
  ]
}

const ASK_LIMIT_MS = 30_000

/** What the harness's account has to put before a command to run it as root: nothing where it is root; `undefined` where sudo would ask. */
export const readSudo = async (harness: Shell): Promise<string | undefined> => {
  const works = async (command: string): Promise<boolean> =>
    succeeded(await harness.exec(command, { timeoutMs: ASK_LIMIT_MS }))
  if (await works('[ "$(id -u)" = 0 ]')) return ''
  return (await works('sudo -n true')) ? 'sudo -n ' : undefined
}

/** Makes it. A name after `~` is only looked up when its line is begun: each is a command of its own. */
export const makeHostAccount = async (harness: Shell, wanted: WantedAccount, sudo: string): Promise<void> => {
  for (const line of hostAccountLines(wanted, sudo)) await mustRun(harness, line)
}
