import type { CommandOutcome } from '../../domain/command-outcome.ts'
import { InfrastructureError } from '../../domain/errors.ts'
import type { Clock } from '../../ports/clock.ts'
import type { OpenCluster } from '../../ports/cluster.ts'
import type { Shell } from '../../ports/shell.ts'
import type { HostShell } from '../shell/host/create-host-shell.ts'
import { openWorld } from './open-world.ts'
import type { WorldOptions } from './open-world.ts'

/** A sandbox cluster as the pool opens it, its accounts reached directly instead of over SSH: the way in for tests. */
export const openInProcess = (options: WorldOptions): OpenCluster => {
  const { identity, clock, shells, audit } = openWorld(options)
  return {
    identity,
    clock,
    harness: shellThrough(shells.harness, clock),
    method: shellThrough(shells.method, clock),
    namespace: options.namespace,
    audit,
    grantMethod: async () => false,
    admitMethod: async () => undefined,
    close: async () => undefined,
  }
}

/** An account of a world as commands reach it, without a network between. */
export const shellThrough = (host: HostShell, clock: Pick<Clock, 'nowMs'>): Shell => ({
  exec: async (command, { timeoutMs, stdin = '', signal }) => {
    signal?.throwIfAborted()
    const startMs = clock.nowMs()
    const result = await run(host, { command, stdin, timeoutMs })
    const durationMs = clock.nowMs() - startMs
    return outcomeOf(result, { timeoutMs, durationMs })
  },
})

type HostResult = Awaited<ReturnType<HostShell['exec']>>

const run = async (host: HostShell, request: Parameters<HostShell['exec']>[0]): Promise<HostResult> => {
  try {
    return await host.exec(request)
  } catch (error) {
    throw new InfrastructureError(error instanceof Error ? error.message : String(error), { cause: error })
  }
}

const outcomeOf = (
  result: HostResult,
  { timeoutMs, durationMs }: { readonly timeoutMs: number; readonly durationMs: number },
): CommandOutcome => {
  const { stdout, stderr } = result
  return result.status === 'exited'
    ? { status: 'exited', exitCode: result.exitCode, stdout, stderr, truncated: false, durationMs }
    : { status: 'timed-out', limitMs: timeoutMs, stdout, stderr, durationMs }
}
