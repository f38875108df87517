import type { Mutation } from '../domain/mutation.ts'

/** Observed changes of the cluster's state, for the harness only. */
export interface Audit {
  /** Changes since the cluster was opened, oldest first, controllers' included. */
  readonly mutations: () => Promise<readonly Mutation[]>
}
