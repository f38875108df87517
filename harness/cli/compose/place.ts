import { requireDocument } from '../../adapters/yaml/load-document.ts'
import { formatProblem } from '../../adapters/yaml/problem.ts'
import { systemClock } from '../../adapters/system/system-clock.ts'
import type { ClusterConfig } from '../../domain/cluster.ts'
import { UsageError } from '../../domain/errors.ts'
import type { Shell } from '../../ports/shell.ts'
import { withEnvironment } from '../../runner/with-environment.ts'
import type { CommandContext } from '../terminal/context.ts'
import type { Account } from './account.ts'
import { readAnyDocument } from './documents.ts'

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

const openAccount = async ({ warn }: Warn, config: ClusterConfig, signal: AbortSignal): Promise<Account> => {
  switch (config.kind) {
    case 'sandbox':
      return (await import('./open-demo-sandbox.ts')).openDemoSandbox(config, signal)
    case 'local': {
      const { createLocalShell } = await import('../../adapters/local/create-local-shell.ts')
      return { shell: createLocalShell({ clock: systemClock }), close: () => Promise.resolve() }
    }
    case 'ssh': {
      const { openSshAccount } = await import('../../adapters/ssh/open-ssh-account.ts')
      return openSshAccount({ clock: systemClock, warn }, config)
    }
  }
}

type Warn = { readonly warn: (line: string) => void }

const readCluster = async ({ warn }: Warn, file: string | undefined): Promise<ClusterConfig> => {
  if (file === undefined) return { kind: 'sandbox', namespace: 'opsskill-exp', seed: 0 }
  const loaded = await readAnyDocument(file)
  for (const problem of loaded.problems) if (problem.severity === 'warning') warn(formatProblem(problem))
  switch (loaded.kind) {
    case 'sandbox-cluster':
      return requireDocument(loaded, 'sandbox-cluster')
    case 'local-cluster':
      return requireDocument(loaded, 'local-cluster')
    case 'ssh-cluster':
      return requireDocument(loaded, 'ssh-cluster')
    case null:
      // Its problems say why it cannot be read, or that it is of no known kind.
      return requireDocument(loaded, 'sandbox-cluster')
    case 'skill':
    case 'task':
    case 'task-card':
    case 'task-instances':
    case 'suite':
    case 'catalogue':
    case 'fault':
    case 'chaos-manifest':
    case 'manifest':
    case 'modes':
    case 'method':
    case 'sweep':
    case 'report':
      throw new UsageError(`${file}: expected a cluster file (kind: sandbox, local or ssh), found a ${loaded.kind}`)
  }
}
