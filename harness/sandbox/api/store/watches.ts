import type { Cancel } from '../../engine/types.ts'
import type { ObjectMatcher } from '../selectors/field-selector.ts'
import type { KubeObject } from '../types/object.ts'
import type { WatchEvent } from '../types/request.ts'
import type { ResourceDefinition } from '../types/resource.ts'
import { type Commit, resourceKey, type Store } from './store.ts'

export interface Subscription {
  readonly definition: ResourceDefinition
  readonly namespace: string | undefined
  readonly matches: ObjectMatcher | undefined
  readonly receive: (event: WatchEvent<KubeObject>) => void
}

export interface Watches {
  /**
   * @param after the version after which events are wanted; `undefined` first reports what exists
   * @returns how to end it, or `undefined` when `after` is too old
   */
  readonly subscribe: (subscription: Subscription, after: number | undefined) => (() => void) | undefined
}

/** Hands commits to subscribers through the simulation's queue: at the same virtual time, in order, one event a subscriber and batch. */
export const createWatches = (dependencies: {
  readonly store: Store
  readonly schedule: (delayMs: number, event: () => void) => Cancel
}): Watches => {
  const { store, schedule } = dependencies
  const byResource = new Map<string, Set<(commit: Commit) => void>>()

  store.observe((commit) => {
    const receivers = byResource.get(resourceKey(commit.definition))
    if (receivers !== undefined) for (const receiver of receivers) receiver(commit)
  })

  return {
    subscribe: (subscription, after) => {
      const missed = after === undefined ? [] : store.history(after)
      if (missed === undefined) return undefined
      let pending: WatchEvent<KubeObject>[] = []
      let isOpen = true
      const deliver = (): void => {
        const batch = pending
        pending = []
        for (const event of batch) if (isOpen) subscription.receive(event)
      }
      const enqueue = (event: WatchEvent<KubeObject> | undefined): void => {
        if (event === undefined) return
        if (pending.push(event) === 1) schedule(0, deliver)
      }
      const receiver = (commit: Commit): void => enqueue(eventFor(subscription, commit))
      if (after === undefined) {
        for (const object of store.list(subscription.definition, subscription.namespace)) {
          if (subscription.matches?.(object) !== false) enqueue({ type: 'ADDED', object })
        }
      }
      const key = resourceKey(subscription.definition)
      for (const commit of missed) if (resourceKey(commit.definition) === key) receiver(commit)
      const receivers = byResource.get(key) ?? new Set()
      byResource.set(key, receivers.add(receiver))
      return () => {
        isOpen = false
        receivers.delete(receiver)
      }
    },
  }
}

/** With a selector, an object that begins to match is added for this subscriber, and one that ceases to is deleted. */
const eventFor = (subscription: Subscription, commit: Commit): WatchEvent<KubeObject> | undefined => {
  const { namespace, matches } = subscription
  if (namespace !== undefined && commit.object.metadata.namespace !== namespace) return undefined
  const isIn = commit.type !== 'DELETED' && (matches?.(commit.object) ?? true)
  const wasIn = commit.old !== undefined && (matches?.(commit.old) ?? true)
  if (isIn) {
    return wasIn && commit.old !== undefined
      ? { type: 'MODIFIED', object: commit.object, old: commit.old }
      : { type: 'ADDED', object: commit.object }
  }
  return wasIn ? { type: 'DELETED', object: commit.object } : undefined
}
