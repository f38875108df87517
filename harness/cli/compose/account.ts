import type { Shell } from '../../ports/shell.ts'

/** An account on a cluster, and how to leave it. */
export interface Account {
  readonly shell: Shell
  readonly close: () => Promise<void>
}
