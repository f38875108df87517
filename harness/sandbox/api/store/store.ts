import type { KubeObject } from '../types/object.ts'
import type { Resource, ResourceDefinition } from '../types/resource.ts'
import type { StoredState } from '../types/stored-state.ts'

/** One change of the store. */
export interface Commit {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'
  readonly definition: ResourceDefinition
  /** The object as stored; on DELETED its last state, with the version of the deletion. */
  readonly object: KubeObject
  readonly old?: KubeObject
  readonly version: number
}

/** Objects by kind, namespace and name, in the order of the keys of etcd. One counter gives all resource versions. */
export interface Store {
  readonly get: (resource: Resource, namespace: string | undefined, name: string) => KubeObject | undefined
  /** Sorted; the array is shared and frozen. Without a namespace: all of them. */
  readonly list: (resource: Resource, namespace?: string) => readonly KubeObject[]
  /** Stores `object` (frozen by the caller) under the version it was built for with `nextVersion`. */
  readonly put: (definition: ResourceDefinition, object: KubeObject, old: KubeObject | undefined) => void
  readonly remove: (definition: ResourceDefinition, lastState: KubeObject, old: KubeObject) => void
  readonly version: () => number
  /** The version that the next commit gets. */
  readonly nextVersion: () => number
  /** Called synchronously after each commit, in the order of subscription. */
  readonly observe: (observer: (commit: Commit) => void) => void
  /** Commits after a version, oldest first; `undefined` when it is too long ago to remember all of them. */
  readonly history: (afterVersion: number) => readonly Commit[] | undefined
  readonly state: () => StoredState
}

interface Bucket {
  readonly objects: Map<string, KubeObject>
  /** Both are made anew when somebody lists after a change of theirs. */
  names: readonly string[] | undefined
  sorted: readonly KubeObject[] | undefined
}

/** Commits that a late watch can catch up on. */
const REMEMBERED_COMMITS = 4096

/** A store that begins with `from`, of which nobody is told; default: empty, at version 0. */
export const createStore = (from: StoredState = { version: 0, objects: [] }): Store => {
  const collections = new Map<string, Map<string, Bucket>>()
  const kinds = new Map<string, Resource>()
  const observers: ((commit: Commit) => void)[] = []
  let remembered: Commit[] = []
  let forgottenUpTo = from.version
  let version = from.version

  const bucketsOf = (resource: Resource): Map<string, Bucket> => {
    const key = resourceKey(resource)
    let buckets = collections.get(key)
    if (buckets === undefined) {
      collections.set(key, (buckets = new Map()))
      kinds.set(key, resource)
    }
    return buckets
  }

  const bucketOf = (resource: Resource, namespace: string): Bucket => {
    const buckets = bucketsOf(resource)
    let bucket = buckets.get(namespace)
    if (bucket === undefined)
      buckets.set(namespace, (bucket = { objects: new Map(), names: undefined, sorted: undefined }))
    return bucket
  }

  const commit = (entry: Omit<Commit, 'version'>): void => {
    version += 1
    const complete: Commit = { ...entry, version }
    remembered.push(complete)
    if (remembered.length > 2 * REMEMBERED_COMMITS) {
      remembered = remembered.slice(-REMEMBERED_COMMITS)
      forgottenUpTo = remembered[0]!.version - 1
    }
    for (const observer of observers) observer(complete)
  }

  for (const { resource, object } of from.objects)
    bucketOf(resource, object.metadata.namespace ?? '').objects.set(object.metadata.name, object)

  return {
    get: (resource, namespace, name) =>
      bucketsOf(resource)
        .get(namespace ?? '')
        ?.objects.get(name),
    list: (resource, namespace) => {
      const buckets = bucketsOf(resource)
      if (namespace !== undefined && namespace !== '') return sortedObjects(buckets.get(namespace))
      const names = [...buckets.keys()].sort(byEtcdKey)
      return names.length === 1
        ? sortedObjects(buckets.get(names[0]!))
        : names.flatMap((name) => sortedObjects(buckets.get(name)))
    },
    put: (definition, object, old) => {
      const bucket = bucketOf(definition, object.metadata.namespace ?? '')
      bucket.objects.set(object.metadata.name, object)
      if (old === undefined) bucket.names = undefined
      bucket.sorted = undefined
      commit(old === undefined ? { type: 'ADDED', definition, object } : { type: 'MODIFIED', definition, object, old })
    },
    remove: (definition, lastState, old) => {
      const bucket = bucketOf(definition, old.metadata.namespace ?? '')
      bucket.objects.delete(old.metadata.name)
      bucket.names = undefined
      bucket.sorted = undefined
      commit({ type: 'DELETED', definition, object: lastState, old })
    },
    version: () => version,
    nextVersion: () => version + 1,
    observe: (observer) => {
      observers.push(observer)
    },
    history: (afterVersion) =>
      afterVersion < forgottenUpTo ? undefined : remembered.filter((entry) => entry.version > afterVersion),
    state: () => ({
      version,
      objects: [...collections].flatMap(([key, buckets]) => {
        const { group, plural } = kinds.get(key)!
        const resource: Resource = { group, plural }
        return [...buckets.values()].flatMap(({ objects }) =>
          Array.from(objects.values(), (object) => ({ resource, object })),
        )
      }),
    }),
  }
}

export const resourceKey = (resource: Resource): string => `${resource.group}/${resource.plural}`

const EMPTY: readonly KubeObject[] = Object.freeze([])

const sortedObjects = (bucket: Bucket | undefined): readonly KubeObject[] => {
  if (bucket === undefined) return EMPTY
  if (bucket.sorted === undefined) {
    bucket.names ??= [...bucket.objects.keys()].sort()
    bucket.sorted = Object.freeze(bucket.names.map((name) => bucket.objects.get(name)!))
  }
  return bucket.sorted
}

/** Keys of etcd read `namespace/name`, so that the slash takes part in the comparison: `a-b/x` comes before `a/x`. */
const byEtcdKey = (a: string, b: string): number => (`${a}/` < `${b}/` ? -1 : 1)
