import type { MethodUser, SshClusterConfig } from '../../domain/cluster.ts'
import { InfrastructureError } from '../../domain/errors.ts'
import type { Clock } from '../../ports/clock.ts'
import { hopRemedy } from './hop-remedy.ts'
import { openChain } from './open-chain.ts'
import { resolveHops } from './resolve-hops.ts'
import { systemSshHome } from './ssh-home.ts'

/** Whether one host on the way lets us in. */
export interface HopResult {
  /** `user@host:port` */
  readonly host: string
  /** Null where it let us in. */
  readonly problem: { readonly message: string; readonly remedy: string } | null
  /** Real time to get there from here, all hosts before it included. */
  readonly setUpMs: number
}

/** Tries the way to a cluster host by host; the first one that fails is the last one tried. */
export const checkHops = async (
  { clock, warn }: { readonly clock: Clock; readonly warn: (message: string) => void },
  config: SshClusterConfig,
  account?: MethodUser,
): Promise<readonly HopResult[]> => {
  const hops = resolveHops({ home: systemSshHome(), warn }, config, account)
  const results: HopResult[] = []
  for (const [index, hop] of hops.entries()) {
    const { user, host, port } = hop
    const startMs = clock.nowMs()
    const result = (problem: HopResult['problem']): HopResult => ({
      host: `${user}@${host}:${port}`,
      problem,
      setUpMs: clock.nowMs() - startMs,
    })
    try {
      const link = await openChain(hops.slice(0, index + 1))
      results.push(result(null))
      await link.close()
    } catch (error) {
      if (!(error instanceof InfrastructureError)) throw error
      results.push(result({ message: error.message, remedy: hopRemedy(error, hop) }))
      break
    }
  }
  return results
}
