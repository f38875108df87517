import { controllerIdentity } from '../identities.ts'
import type { Commit, Store } from '../store/store.ts'
import type { ApiServer } from '../types/api-server.ts'
import type { KubeObject, ObjectMeta } from '../types/object.ts'
import type { ObjectRef } from '../types/request.ts'
import type { Resource } from '../types/resource.ts'

/** From the end of an owner to the deletion of what it owned, milliseconds. */
const COLLECTION_DELAY_MS = 20

interface Dependent {
  readonly definition: Resource
  readonly namespace: string | undefined
  readonly name: string
}

/**
 * Deletes objects whose owners are all gone, and does the work of the finalizers `foregroundDeletion` and `orphan`.
 * Driven by the store's commits alone: it never scans.
 */
export const startGarbageCollector = (dependencies: {
  readonly store: Store
  readonly server: Pick<ApiServer, 'as' | 'registry'>
  readonly schedule: (delayMs: number, event: () => void) => unknown
}): void => {
  const { store, server, schedule } = dependencies
  const client = server.as({ user: controllerIdentity('generic-garbage-collector') })
  /** Uid of an owner → keys of what it owns. */
  const owned = new Map<string, Map<string, Dependent>>()
  const alive = new Set<string>()

  const current = (dependent: Dependent): KubeObject | undefined =>
    store.get(dependent.definition, dependent.namespace, dependent.name)

  const refOf = (dependent: Dependent): ObjectRef => ({
    resource: dependent.definition,
    namespace: dependent.namespace,
    name: dependent.name,
  })

  const collect = (dependent: Dependent): void => {
    const object = current(dependent)
    const owners = object?.metadata.ownerReferences ?? []
    if (object === undefined || owners.length === 0 || object.metadata.deletionTimestamp !== undefined) return
    if (owners.some((owner) => alive.has(owner.uid))) return
    client.delete(refOf(dependent), { propagation: 'Background', preconditions: { uid: object.metadata.uid } })
  }

  const removeFinalizer = (dependent: Dependent, finalizer: string): void => {
    const object = current(dependent)
    if (object?.metadata.finalizers?.includes(finalizer) !== true) return
    const finalizers = object.metadata.finalizers.filter((other) => other !== finalizer)
    client.patch(refOf(dependent), {
      type: 'merge',
      body: { metadata: { finalizers: finalizers.length === 0 ? null : finalizers } },
    })
  }

  const release = (dependent: Dependent, ownerUid: string): void => {
    const object = current(dependent)
    const owners = object?.metadata.ownerReferences?.filter((owner) => owner.uid !== ownerUid)
    if (owners === undefined) return
    const ownerReferences = owners.length === 0 ? null : owners
    client.patch(refOf(dependent), { type: 'merge', body: { metadata: { ownerReferences } } })
  }

  /** Goes on with an owner that waits for its dependents, or lets them go. */
  const finish = (owner: Dependent, uid: string): void => {
    const object = current(owner)
    if (object?.metadata.uid !== uid || object.metadata.deletionTimestamp === undefined) return
    const dependents = [...(owned.get(uid)?.values() ?? [])]
    if (object.metadata.finalizers?.includes('orphan') === true) {
      for (const dependent of dependents) release(dependent, uid)
      removeFinalizer(owner, 'orphan')
    } else if (object.metadata.finalizers?.includes('foregroundDeletion') === true) {
      for (const dependent of dependents) {
        const child = current(dependent)
        if (child === undefined || child.metadata.deletionTimestamp !== undefined) continue
        client.delete(refOf(dependent), { propagation: 'Foreground' })
      }
      const isBlocked = (owned.get(uid)?.size ?? 0) > 0
      if (!isBlocked) removeFinalizer(owner, 'foregroundDeletion')
    }
  }

  const later = (action: () => void): void => void schedule(COLLECTION_DELAY_MS, action)

  const index = (dependent: Dependent, owners: ObjectMeta['ownerReferences'], isOwned: boolean): void => {
    const key = `${dependent.definition.group}/${dependent.definition.plural}/${dependent.namespace ?? ''}/${dependent.name}`
    for (const { uid } of owners ?? []) {
      const dependents = owned.get(uid) ?? new Map<string, Dependent>()
      if (isOwned) owned.set(uid, dependents.set(key, dependent))
      else if (dependents.delete(key) && dependents.size === 0) owned.delete(uid)
    }
  }

  for (const { resource, object } of store.state().objects) {
    const { uid, namespace, name, ownerReferences } = object.metadata
    alive.add(uid)
    index({ definition: resource, namespace, name }, ownerReferences, true)
  }
  store.observe(({ type, definition, object, old }: Commit) => {
    const { metadata } = object
    const self: Dependent = { definition, namespace: metadata.namespace, name: metadata.name }
    if (old?.metadata.ownerReferences !== metadata.ownerReferences || type !== 'MODIFIED') {
      index(self, old?.metadata.ownerReferences, false)
      if (type !== 'DELETED') index(self, metadata.ownerReferences, true)
    }
    switch (type) {
      case 'ADDED':
        alive.add(metadata.uid)
        if ((metadata.ownerReferences ?? []).some((owner) => !alive.has(owner.uid))) later(() => collect(self))
        return
      case 'MODIFIED':
        if (metadata.deletionTimestamp !== undefined && (metadata.finalizers ?? []).length > 0) {
          later(() => finish(self, metadata.uid))
        }
        return
      case 'DELETED': {
        alive.delete(metadata.uid)
        for (const dependent of owned.get(metadata.uid)?.values() ?? []) later(() => collect(dependent))
        for (const owner of metadata.ownerReferences ?? []) {
          const definitionOfOwner = server.registry.findKind(owner.apiVersion, owner.kind)
          if (definitionOfOwner === undefined) continue
          const namespace = definitionOfOwner.namespaced ? metadata.namespace : undefined
          later(() => finish({ definition: definitionOfOwner, namespace, name: owner.name }, owner.uid))
        }
      }
    }
  })
}
