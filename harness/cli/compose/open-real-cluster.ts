import type { RealClusterConfig } from '../../domain/cluster.ts'
import type { Shell } from '../../ports/shell.ts'
import { quote } from '../../runner/with-environment.ts'
import type { Account } from './account.ts'
import { openRealAccount } from './open-real-account.ts'

/** Both accounts of a cluster that others use too. */
export interface RealCluster {
  /** With the harness's kubeconfig. */
  readonly harness: Shell
  /** As the host gives it: the same account where the file names no second one. */
  readonly method: Shell
  /** Whether the cluster file names one. */
  readonly hasMethodUser: boolean
  readonly close: () => Promise<void>
}

/** The harness's account alone: where methods have none yet. */
export const openHarness = async (
  dependencies: { readonly warn: (line: string) => void },
  config: RealClusterConfig,
): Promise<Account> => {
  const { shell, close } = await openRealAccount(dependencies, config)
  return { shell: withKubeconfig(shell, config.kube_context), close }
}

export const openRealCluster = async (
  dependencies: { readonly warn: (line: string) => void },
  config: RealClusterConfig,
): Promise<RealCluster> => {
  const own = await openHarness(dependencies, config)
  const user = config.kind === 'ssh' ? config.method_user : undefined
  let other: Account | undefined
  try {
    other = user === undefined ? undefined : await openRealAccount(dependencies, config, user)
  } catch (error) {
    await own.close()
    throw error
  }
  return {
    harness: own.shell,
    method: other?.shell ?? own.shell,
    hasMethodUser: other !== undefined,
    close: async () => {
      await other?.close()
      await own.close()
    },
  }
}

const withKubeconfig = (shell: Shell, path: string | undefined): Shell =>
  path === undefined
    ? shell
    : { exec: (command, options) => shell.exec(`export KUBECONFIG=${quote(path)}; ${command}`, options) }
