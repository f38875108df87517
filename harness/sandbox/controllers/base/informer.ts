import type { ApiClient } from '../../api/types/api-client.ts'
import type { KubeObject, Stored } from '../../api/types/object.ts'
import type { WatchEvent } from '../../api/types/request.ts'
import type { Resource } from '../../api/types/resource.ts'

/** A watched copy of one kind, indexed for control loops. Iteration follows the order of arrival. */
export interface Informer<T> {
  readonly get: (namespace: string | undefined, name: string) => Stored<T> | undefined
  readonly all: () => Iterable<Stored<T>>
  readonly inNamespace: (namespace: string) => Iterable<Stored<T>>
  /** Objects whose controlling owner has this uid. */
  readonly ownedBy: (uid: string) => Iterable<Stored<T>>
  /** Objects of a namespace that nobody controls. */
  readonly orphansIn: (namespace: string) => Iterable<Stored<T>>
  /** Called for every change after the copy was brought up to date. Handlers run in order of registration. */
  readonly onChange: (handler: (event: WatchEvent<Stored<T>>) => void) => void
}

/** Watches all objects of a kind from now on. */
export const createInformer = <T>(client: ApiClient, resource: Resource<T>): Informer<T> => {
  const objects = new Map<string, Stored<T>>()
  const namespaces = new Map<string, Map<string, Stored<T>>>()
  const owners = new Map<string, Map<string, Stored<T>>>()
  const handlers: ((event: WatchEvent<Stored<T>>) => void)[] = []

  const forget = (key: string, object: Stored<T>): void => {
    objects.delete(key)
    drop(namespaces, object.metadata.namespace ?? '', key)
    drop(owners, ownerKey(object), key)
  }

  const remember = (key: string, object: Stored<T>): void => {
    const known = objects.get(key)
    const owner = ownerKey(object)
    if (known !== undefined && ownerKey(known) !== owner) forget(key, known)
    objects.set(key, object)
    put(namespaces, object.metadata.namespace ?? '', key, object)
    put(owners, owner, key, object)
  }

  client.watch<T>({ resource }, {}, (event) => {
    const key = keyOf(event.object)
    if (event.type === 'DELETED') forget(key, event.object)
    else remember(key, event.object)
    for (const handler of handlers) handler(event)
  })

  return {
    get: (namespace, name) => objects.get(`${namespace ?? ''}/${name}`),
    all: () => objects.values(),
    inNamespace: (namespace) => namespaces.get(namespace)?.values() ?? [],
    ownedBy: (uid) => owners.get(uid)?.values() ?? [],
    orphansIn: (namespace) => owners.get(orphansOf(namespace))?.values() ?? [],
    onChange: (handler) => {
      handlers.push(handler)
    },
  }
}

/** `namespace/name`; the namespace is empty for cluster-scoped objects. */
export const keyOf = (object: KubeObject): string => `${object.metadata.namespace ?? ''}/${object.metadata.name}`

/** The reverse of `keyOf`. */
export const splitKey = (key: string): { readonly namespace: string; readonly name: string } => {
  const slash = key.indexOf('/')
  return { namespace: key.slice(0, slash), name: key.slice(slash + 1) }
}

export const controllerUid = (object: KubeObject): string | undefined => {
  for (const owner of object.metadata.ownerReferences ?? []) if (owner.controller === true) return owner.uid
  return undefined
}

const ownerKey = (object: KubeObject): string => controllerUid(object) ?? orphansOf(object.metadata.namespace ?? '')

/** No uid has a slash. */
const orphansOf = (namespace: string): string => `orphans/${namespace}`

const put = <V>(index: Map<string, Map<string, V>>, group: string, key: string, value: V): void => {
  const members = index.get(group)
  if (members === undefined) index.set(group, new Map([[key, value]]))
  else members.set(key, value)
}

const drop = <V>(index: Map<string, Map<string, V>>, group: string, key: string): void => {
  const members = index.get(group)
  members?.delete(key)
  if (members?.size === 0) index.delete(group)
}
