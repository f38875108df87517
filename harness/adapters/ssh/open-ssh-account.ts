import type { MethodUser, SshClusterConfig } from '../../domain/cluster.ts'
import { durationMs } from '../../domain/duration.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Shell } from '../../ports/shell.ts'
import { createSshShell } from './create-ssh-shell.ts'
import { clientKeepsLimit } from './limit-keeper.ts'
import { reconnecting } from './links.ts'
import { openChain } from './open-chain.ts'
import { resolveHops } from './resolve-hops.ts'
import { systemSshHome } from './ssh-home.ts'
import type { SshHome } from './ssh-home.ts'

export interface SshAccountDependencies {
  /** The machine's clock: limits and durations of real hosts are real time. */
  readonly clock: Clock
  readonly warn: (message: string) => void
  readonly home?: SshHome
}

/**
 * Logs in to a real target host, as a cluster file describes it; a connection that is lost later is opened again.
 * @param account on the target, instead of the harness's own
 * @throws {UsageError} for a file that asks for what is not supported
 * @throws {InfrastructureError} when a host cannot be reached or its key is not the known one
 */
export const openSshAccount = async (
  { clock, warn, home = systemSshHome() }: SshAccountDependencies,
  config: SshClusterConfig,
  account?: MethodUser,
): Promise<{ readonly shell: Shell; readonly close: () => Promise<void> }> => {
  const hops = resolveHops({ home, warn }, config, account)
  const open = () => openChain(hops, { channelLimit: config.channel_limit })
  const links = reconnecting({ open, clock, warn }, await open(), durationMs(config.reconnect_within))
  return { shell: createSshShell({ links, clock, limits: clientKeepsLimit(clock) }), close: links.close }
}
