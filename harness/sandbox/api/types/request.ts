import type { Identity, Impersonation } from './identity.ts'
import type { Resource } from './resource.ts'

export type { Identity, Impersonation } from './identity.ts'

/** On whose behalf, and how, a client's requests are made. */
export interface RequestContext {
  readonly user: Identity
  /** On whose behalf the user acts; needs the verb `impersonate`. Recorded in the audit beside the user. */
  readonly impersonate?: Impersonation
  /** Recorded in `managedFields`; default: the user's name. */
  readonly fieldManager?: string
  /** Everything is checked and answered, nothing is stored. */
  readonly dryRun?: boolean
  /** Unknown and duplicate fields: refuse, warn, or drop in silence (the default; kubectl asks for Strict). */
  readonly fieldValidation?: 'Strict' | 'Warn' | 'Ignore'
  /** Receives the server's warnings, without the word `Warning:`. */
  readonly warn?: (message: string) => void
}

/** A place for objects: a kind, in a namespace when the kind has one. */
export interface CollectionRef<T = unknown> {
  readonly resource: Resource<T>
  /** Absent for cluster-scoped kinds, and for reading over all namespaces. */
  readonly namespace?: string | undefined
}

/** One object. */
export interface ObjectRef<T = unknown> extends CollectionRef<T> {
  readonly name: string
}

/** Which objects of a collection. */
export interface Selection {
  /** As in `kubectl -l`: `app=web,tier!=db,env in (a,b),!legacy`. */
  readonly labelSelector?: string
  /** As in `--field-selector`: `status.phase=Running,spec.nodeName!=node1`. */
  readonly fieldSelector?: string
}

export interface ListOptions extends Selection {
  readonly limit?: number
  readonly continueToken?: string
}

export interface List<T> {
  readonly apiVersion: string
  readonly kind: string
  /** Of the store at the time of the answer: a watch from here misses nothing. */
  readonly resourceVersion: string
  readonly items: readonly T[]
  readonly continueToken?: string
  readonly remainingItemCount?: number
}

export type PatchType = 'apply' | 'json' | 'merge' | 'strategic'

export interface Patch {
  readonly type: PatchType
  /** An array of operations for `json`, else an object; for `apply` what the field manager wants, and nothing else. */
  readonly body: unknown
  /** With `apply`: takes fields over that others manage, instead of a refusal (409 Conflict). */
  readonly force?: boolean
}

export type Propagation = 'Background' | 'Foreground' | 'Orphan'

export interface DeleteOptions {
  /** Default: Background. */
  readonly propagation?: Propagation
  /** Seconds; 0 removes at once. Default: the kind's own. */
  readonly gracePeriodSeconds?: number
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string }
}

/** A place where a subresource can be written as an object. */
export type WritableSubresource = 'status' | 'scale' | 'ephemeralcontainers'

export type WatchEventType = 'ADDED' | 'MODIFIED' | 'DELETED'

export interface WatchEvent<T> {
  readonly type: WatchEventType
  readonly object: T
  /** The object before, for MODIFIED; an informer would have it in its cache. */
  readonly old?: T
}

export interface WatchOptions extends Selection {
  /**
   * Events after this version. `undefined` first sends an ADDED event for each object that exists.
   * A version that the server no longer remembers fails with 410 Expired.
   */
  readonly resourceVersion?: string
}

/** What somebody wants to do, for the authorizer. */
export interface Attributes {
  /** Any verb: the list is open (`impersonate`, `use`, …). */
  readonly verb: string
  readonly group: string
  /** Plural; `*` asks for all. */
  readonly resource: string
  readonly subresource?: string
  readonly namespace?: string | undefined
  readonly name?: string
  /** Instead of a resource: a path such as `/version`. */
  readonly path?: string
}
