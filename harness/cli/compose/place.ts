import type { ClusterConfig } from '../../domain/cluster.ts'
import type { Shell } from '../../ports/shell.ts'
import { withEnvironment } from '../../runner/with-environment.ts'
import type { CommandContext } from '../terminal/context.ts'
import type { Account } from './account.ts'
import { openRealAccount } from './open-real-account.ts'
import { readCluster } from './read-cluster.ts'

/** Where a user's skill runs: outside any experiment, with all that the user may do there. */
export interface Place {
  /** Exported as OPS_NAMESPACE. */
  readonly namespace: string
  readonly kubeconfig: string | undefined
  /** The bare account; the runner exports what commands need. */
  readonly shell: Shell
  /** The same account with namespace and kubeconfig exported, for commands that are nobody's skill. */
  readonly environment: Shell
}

/**
 * Opens the cluster that a file describes (or the sandbox with demo-app), and closes it however the body ends.
 * @throws {UsageError} when the file does not describe a cluster
 */
export const withPlace = async <T>(
  { io, printer }: CommandContext,
  file: string | undefined,
  body: (place: Place) => Promise<T>,
): Promise<T> => {
  const config = await readCluster({ warn: printer.log }, file)
  const opened = await openAccount({ warn: printer.log }, config, io.signal)
  const kubeconfig = config.kind === 'sandbox' ? undefined : config.kube_context
  const { namespace } = config
  try {
    return await body({
      namespace,
      kubeconfig,
      shell: opened.shell,
      environment: {
        exec: (command, options) =>
          opened.shell.exec(withEnvironment({ kubeconfig, namespace, parameters: {} }, command), options),
      },
    })
  } finally {
    await opened.close()
  }
}

const openAccount = async (
  { warn }: { readonly warn: (line: string) => void },
  config: ClusterConfig,
  signal: AbortSignal,
): Promise<Account> => {
  switch (config.kind) {
    case 'sandbox':
      return (await import('./open-demo-sandbox.ts')).openDemoSandbox(config, signal)
    case 'local':
    case 'ssh':
      return openRealAccount({ warn }, config)
  }
}
