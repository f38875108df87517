import { succeeded } from '../domain/command-outcome.ts'
import { mustRun } from '../pipeline/must-run.ts'
import type { Shell } from '../ports/shell.ts'
import { quote } from '../runner/with-environment.ts'

export interface WantedAccount {
  readonly user: string
  /** As in authorized_keys; empty where only an agent has them. */
  readonly publicKeys: readonly string[]
}

/** The commands with which an administrator makes an account for methods on the target host; running them again changes nothing. */
export const hostAccountLines = ({ user, publicKeys }: WantedAccount): readonly string[] => {
  const [name, folder] = [quote(user), `~${user}/.ssh`]
  return [
    `id -u ${name} >/dev/null 2>&1 || sudo useradd --create-home --shell /bin/bash ${name}`,
    `sudo install -d -m 700 -o ${name} ${folder}`,
    ...(publicKeys.length === 0 ? [`# append the public half of your agent's key to ${folder}/authorized_keys`] : []),
    ...publicKeys.map(
      (key) =>
        `sudo grep -qsF ${quote(key)} ${folder}/authorized_keys || echo ${quote(key)} | sudo tee -a ${folder}/authorized_keys >/dev/null`,
    ),
    ...(publicKeys.length === 0
      ? []
      : [`sudo chown ${name} ${folder}/authorized_keys && sudo chmod 600 ${folder}/authorized_keys`]),
  ]
}

const ASK_LIMIT_MS = 30_000

/** Whether the harness's account may run them: it is root, or sudo asks nothing of it. */
export const mayMakeAccounts = async (harness: Shell): Promise<boolean> =>
  succeeded(await harness.exec('[ "$(id -u)" = 0 ] || sudo -n true', { timeoutMs: ASK_LIMIT_MS }))

/** Makes it. A name after `~` is only looked up when its line is begun: each is a command of its own. */
export const makeHostAccount = async (harness: Shell, wanted: WantedAccount): Promise<void> => {
  const isRoot = succeeded(await harness.exec('[ "$(id -u)" = 0 ]', { timeoutMs: ASK_LIMIT_MS }))
  for (const line of hostAccountLines(wanted))
    await mustRun(harness, isRoot ? line.replaceAll('sudo ', '') : line.replaceAll('sudo ', 'sudo -n '))
}
