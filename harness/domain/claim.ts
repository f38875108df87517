import type { Finding } from './finding.ts'

/** What a method says of its own success (V_vis), at its end. `blocked`: its gate or its scope left it nothing to do, and it says so. */
export interface Claim {
  readonly status: 'solved' | 'unsolved' | 'blocked'
  readonly finding?: Finding | undefined
  /** One line of reasons, for people. */
  readonly summary: string
}
