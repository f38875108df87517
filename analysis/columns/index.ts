import { claimed } from './claimed.ts'
import { clusterSeconds } from './cluster-seconds.ts'
import { commands } from './commands.ts'
import { deniedMutations } from './denied-mutations.ts'
import { falsePositiveGap } from './false-positive-gap.ts'
import { rollback } from './rollback.ts'
import { solved } from './solved.ts'
import { unsafeMutations } from './unsafe-mutations.ts'

/** Every measured quantity, in the order of the method table. */
export const columns = {
  solved,
  claimed,
  falsePositiveGap,
  unsafeMutations,
  deniedMutations,
  rollback,
  commands,
  clusterSeconds,
} as const

export type ColumnName = keyof typeof columns
