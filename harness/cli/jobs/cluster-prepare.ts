import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hostAccountLines, makeHostAccount, readSudo, type WantedAccount } from '../../cluster/host-account.ts'
import { carryOutPreparation, planPreparation } from '../../cluster/prepare.ts'
import type { RealClusterConfig } from '../../domain/cluster.ts'
import { InfrastructureError, UsageError } from '../../domain/errors.ts'
import type { Shell } from '../../ports/shell.ts'
import { openHarness } from '../compose/open-real-cluster.ts'
import { openRealAccount } from '../compose/open-real-account.ts'
import { readRealCluster } from '../compose/read-cluster.ts'
import { projectRoot } from '../compose/read-project.ts'
import type { CommandContext } from '../terminal/context.ts'
import { exitCode, type ExitCode } from '../terminal/exit-code.ts'

/** Says what a cluster lacks, and with consent makes it. */
export const clusterPrepare = async (
  { printer }: CommandContext,
  file: string,
  { yes = false }: { readonly yes?: boolean },
): Promise<ExitCode> => {
  const config = await readRealCluster({ warn: printer.log }, file)
  refuseProtected(config, file)
  const app = await readFile(join(projectRoot(), 'tasks/apps/demo-app.yaml'), 'utf8')
  const { shell: harness, close } = await openHarness({ warn: printer.log }, config)
  try {
    const account = await missingAccount({ warn: printer.log }, config)
    const plan = await planPreparation(harness, { namespace: config.namespace, app })
    const missing = plan.filter(({ isThere }) => !isThere)
    for (const { what, isThere } of plan) printer.log(`${isThere ? 'is there  ' : 'to be made'} ${what}`)
    if (account !== undefined) printer.log(`to be made account ${account.user} on the target host`)
    const done = yes && missing.length > 0 ? [...(await carryOutPreparation(harness, plan))] : []
    const commands = account === undefined ? [] : await settleAccount(harness, account, { yes, done })
    const count = missing.length + (account === undefined ? 0 : 1)
    printer.result({
      json: () => ({
        cluster: file,
        plan: plan.map(({ what, isThere }) => ({ what, isThere })),
        account: account?.user ?? null,
        done,
        commands,
      }),
      text: () =>
        [
          ...(count === 0 ? ['everything is there'] : yes ? done : [`missing: ${count}; add --yes to make them`]),
          ...(commands.length === 0
            ? []
            : ['for an administrator of the target host:', ...commands.map((line) => `  ${line}`)]),
        ].join('\n'),
    })
    return exitCode.done
  } finally {
    await close()
  }
}

/** An app among what must stay as it is would be disturbed by every skill. @throws {UsageError} */
const refuseProtected = ({ namespace, protected_namespaces }: RealClusterConfig, file: string): void => {
  if (protected_namespaces.includes(namespace))
    throw new UsageError(
      `${file}: namespace: ${namespace} is one of protected_namespaces; name another, such as opsskill-exp: demo-app is put there`,
    )
}

/** The account that the cluster file names for methods, if nobody can log in there. */
const missingAccount = async (
  { warn }: { readonly warn: (line: string) => void },
  config: RealClusterConfig,
): Promise<WantedAccount | undefined> => {
  if (config.kind !== 'ssh' || config.method_user === undefined) return undefined
  try {
    await (await openRealAccount({ warn }, config, config.method_user)).close()
    return undefined
  } catch (error) {
    if (!(error instanceof InfrastructureError)) throw error
    const { publicLogin } = await import('../../adapters/ssh/public-login.ts')
    return publicLogin({ warn }, config, config.method_user)
  }
}

/** Makes the account where the harness may and the user agreed. @returns what is left for somebody else to run */
const settleAccount = async (
  harness: Shell,
  account: WantedAccount,
  { yes, done }: { readonly yes: boolean; readonly done: string[] },
): Promise<readonly string[]> => {
  const sudo = account.publicKeys.length === 0 ? undefined : await readSudo(harness)
  if (sudo === undefined) return hostAccountLines(account)
  if (!yes) return []
  await makeHostAccount(harness, account, sudo)
  done.push(`account ${account.user} on the target host made`)
  return []
}
