import type { KubeObject } from './object.ts'
import type { Resource } from './resource.ts'

/** All that a store holds at one moment. The objects are frozen: stores may share them. */
export interface StoredState {
  readonly version: number
  /** In the order of storing. */
  readonly objects: readonly { readonly resource: Resource; readonly object: KubeObject }[]
}
