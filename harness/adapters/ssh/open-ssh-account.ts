import type { SshClusterConfig } from '../../domain/cluster.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Shell } from '../../ports/shell.ts'
import { createSshShell } from './create-ssh-shell.ts'
import { clientKeepsLimit } from './limit-keeper.ts'
import { openChain } from './open-chain.ts'
import { resolveHops, systemSshHome } from './resolve-hops.ts'
import type { SshHome } from './resolve-hops.ts'

export interface SshAccountDependencies {
  /** The machine's clock: limits and durations of real hosts are real time. */
  readonly clock: Clock
  readonly warn: (message: string) => void
  readonly home?: SshHome
}

/**
 * Logs in to a real target host, as a cluster file describes it.
 * @throws {UsageError} for a file that asks for what is not supported
 * @throws {InfrastructureError} when a host cannot be reached or its key is not the known one
 */
export const openSshAccount = async (
  { clock, warn, home = systemSshHome() }: SshAccountDependencies,
  config: SshClusterConfig,
): Promise<{ readonly shell: Shell; readonly close: () => Promise<void> }> => {
  const link = await openChain(resolveHops({ home, warn }, config))
  return { shell: createSshShell({ link, clock, limits: clientKeepsLimit(clock) }), close: link.close }
}
