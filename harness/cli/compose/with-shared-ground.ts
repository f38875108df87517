import { createRng } from '../../adapters/system/create-rng.ts'
import { randomSeed } from '../../adapters/system/random-seed.ts'
import { systemClock } from '../../adapters/system/system-clock.ts'
import { joinCluster } from '../../cluster/join-cluster.ts'
import { createSharedGround } from '../../cluster/shared-ground.ts'
import type { RealClusterConfig } from '../../domain/cluster.ts'
import type { Ground } from '../../pipeline/try-fault.ts'
import type { Shell } from '../../ports/shell.ts'
import type { CommandContext } from '../terminal/context.ts'
import { processHolders } from './holders.ts'
import { openRealCluster } from './open-real-cluster.ts'

/** Works on a cluster that others use too, with a lease of its own, and gives that back however the body ends. */
export const withSharedGround = async <T>(
  { io, printer }: CommandContext,
  config: RealClusterConfig,
  body: (reached: { readonly harness: Shell; readonly ground: Ground }) => Promise<T>,
): Promise<T> => {
  const { harness, method, close } = await openRealCluster({ warn: printer.log }, config)
  try {
    io.whenStoppedAtOnce(
      () => 'what was made on the cluster stays there: the next start, or `npx opsskill cluster clean`, removes it',
    )
    const chance = createRng(randomSeed())
    const tell = (line: string): void => printer.log(`cluster: ${line}`)
    const member = await joinCluster({ harness, method, clock: systemClock, chance, holders: processHolders(), tell })
    const shared = createSharedGround({ harness, chance }, member)
    try {
      return await body({ harness, ground: shared.ground })
    } finally {
      await shared.close()
    }
  } finally {
    await close()
  }
}
