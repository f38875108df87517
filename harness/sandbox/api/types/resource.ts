import type { Reviewer } from './connect.ts'
import type { FieldError } from './api-error.ts'
import type { KubeObject } from './object.ts'
import type { Identity } from './identity.ts'
import type { ObjectSchema } from './schema.ts'

/** Names a kind of resource by API group and plural name; `T` is the type of its objects. */
export interface Resource<T = unknown> {
  /** '' for the core group. */
  readonly group: string
  readonly plural: string
  /** Carries `T` for inference only; never present. */
  readonly objectType?: T
}

export type Verb = 'create' | 'delete' | 'deletecollection' | 'get' | 'list' | 'patch' | 'update' | 'watch'

/** A column of `kubectl get`, as a CustomResourceDefinition declares it. */
export interface PrinterColumn {
  readonly name: string
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'date'
  /** JSONPath from the object, with a leading dot. */
  readonly jsonPath: string
  /** 0 is shown always, larger ones with `-o wide`. */
  readonly priority?: number
  readonly description?: string
}

/** Where the scale subresource finds its numbers; dotted paths from the object. */
export interface ScalePaths {
  readonly specReplicas: string
  readonly statusReplicas: string
  /** Path of a label selector object, or of its string form. */
  readonly selector?: string
}

export interface Subresources {
  /** With a status subresource, `update` leaves `status` alone and `update` of `status` leaves the rest alone. */
  readonly status?: boolean
  /** Keeps the status that a created object brings along (a node that registers itself). */
  readonly statusOnCreate?: boolean
  readonly scale?: ScalePaths
  /** Further ones, for discovery and authorization: `log`, `exec`, `eviction`, `binding`, `token`. */
  readonly others?: readonly string[]
}

/** What a kind's behaviour may know of its surroundings while an object is written. */
export interface WriteContext {
  readonly nowMs: number
  readonly user: string
  /** Other stored objects, unauthorised, in storage order. */
  readonly objects: <T = unknown>(resource: Resource<T>, namespace?: string) => readonly KubeObject[]
  /** An integer drawn from the server's seeded randomness, both ends included. */
  readonly draw: (minInclusive: number, maxInclusive: number) => number
  readonly review: Reviewer
}

/**
 * Behaviour of a kind when it is written. All functions are pure: they return another object and leave the given one alone.
 * Order on create: defaults, admission, prepareCreate, validate. On update: defaults, prepareUpdate, admission, validate, validateUpdate.
 */
export interface Strategy {
  /** Fills in what the real server fills in. */
  readonly defaults?: (object: KubeObject) => KubeObject
  readonly prepareCreate?: (object: KubeObject, context: WriteContext) => KubeObject
  readonly prepareUpdate?: (object: KubeObject, old: KubeObject, context: WriteContext) => KubeObject
  readonly validate?: (object: KubeObject, context: WriteContext) => readonly FieldError[]
  readonly validateUpdate?: (object: KubeObject, old: KubeObject) => readonly FieldError[]
  /** Values for field selectors beside `metadata.name` and `metadata.namespace`. */
  readonly selectableFields?: (object: KubeObject) => Readonly<Record<string, string>>
  /**
   * Seconds between a delete request and the object's end; `undefined` or 0 removes at once. With a period the object stays with
   * `deletionTimestamp` until somebody deletes it with period 0 (the kubelet).
   */
  readonly gracePeriodSeconds?: (object: KubeObject, requestedSeconds: number | undefined) => number | undefined
  /** Marks an object whose deletion was requested and that stays for now (a namespace becomes Terminating). */
  readonly prepareDelete?: (object: KubeObject) => KubeObject
  /** Whether an object must stay although no finalizer of its metadata holds it (a namespace with content). */
  readonly isHeld?: (object: KubeObject) => boolean
  /** Annotations whose change counts as a new generation too; default: none. */
  readonly isCountedAnnotation?: (name: string) => boolean
  /** What a reader gets for a stored object: times that go on by themselves are computed here. It is never stored by reading. */
  readonly presented?: (object: KubeObject, nowMs: number) => KubeObject
  /** Another rule for names than RFC 1123 subdomains. */
  readonly nameRule?: 'subdomain' | 'label' | 'label-1035' | 'path-segment'
}

/** Serves a resource that is not stored, such as pod metrics: read-only. */
export interface VirtualSource {
  readonly get: (namespace: string | undefined, name: string) => KubeObject | undefined
  readonly list: (namespace: string | undefined) => readonly KubeObject[]
}

/** All that the server knows of a kind. The built-in kinds and custom ones are rows of the same type. */
export interface ResourceDefinition<T = unknown> extends Resource<T> {
  readonly version: string
  readonly kind: string
  /** Default: kind + 'List'. */
  readonly listKind?: string
  readonly singular: string
  readonly shortNames: readonly string[]
  readonly categories: readonly string[]
  readonly namespaced: boolean
  readonly verbs: readonly Verb[]
  readonly subresources: Subresources
  /** Whether `metadata.generation` counts changes of everything but metadata and status. */
  readonly generations: boolean
  /** Known fields, types, required fields and merge keys; without it, any field is accepted and lists merge as a whole. */
  readonly schema?: ObjectSchema
  /** Columns of a custom resource; the built-in ones are printed by kubectl. */
  readonly columns?: readonly PrinterColumn[]
  readonly strategy: Strategy
  readonly source?: VirtualSource
  /** Answers what is created at once instead of storing it (reviews of access). */
  readonly answer?: (object: KubeObject, user: Identity) => KubeObject
  /** Whether the definition came from a CustomResourceDefinition. */
  readonly custom: boolean
}
