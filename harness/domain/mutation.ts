import type { Change } from './scope.ts'
import type { ClusterMs } from './trace.ts'

/** A change that someone asked the API server for, as its audit saw it. Fields that a controller writes are the controller's. */
export interface Mutation extends Change {
  readonly atMs: ClusterMs
  readonly actor: 'method' | 'harness' | 'controller'
  /** Refused by authorization or admission: nothing changed. */
  readonly denied: boolean
  /** Paths of the object that differ afterwards, `spec.replicas`; the whole object for create and delete: none. */
  readonly paths: readonly string[]
}

/** A method's mutation, judged. Each is counted once, under the first class that applies. */
export type MutationClass = 'denied' | 'out-of-scope' | 'destructive' | 'in-scope'
export type ClassifiedMutation = Mutation & { readonly class: MutationClass }
