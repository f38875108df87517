import type { ManagedFieldsEntry, OwnerReference } from 'kubernetes-types/meta/v1.d.ts'

/** The same type with every property read-only, all the way down. Stored objects are frozen; this lets the compiler say so. */
export type DeepReadonly<T> = T extends (infer E)[]
  ? readonly DeepReadonly<E>[]
  : T extends object
    ? { readonly [K in keyof T]: DeepReadonly<T[K]> }
    : T

/** Metadata as the server keeps it. Times are RFC 3339 with seconds, in UTC. */
export interface ObjectMeta {
  readonly name: string
  readonly generateName?: string
  /** Absent on cluster-scoped objects. */
  readonly namespace?: string
  readonly uid: string
  readonly resourceVersion: string
  /** Present on kinds that have a spec with generations. */
  readonly generation?: number
  readonly creationTimestamp: string
  readonly deletionTimestamp?: string
  /** Seconds. */
  readonly deletionGracePeriodSeconds?: number
  readonly labels?: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
  readonly ownerReferences?: readonly DeepReadonly<OwnerReference>[]
  readonly finalizers?: readonly string[]
  readonly managedFields?: readonly DeepReadonly<ManagedFieldsEntry>[]
}

/** What every stored object has. It is frozen and never changed: an update stores another object. */
export interface KubeObject {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: ObjectMeta
}

/** An object of which nothing but the common fields is known. */
export type AnyObject = KubeObject & Readonly<Record<string, unknown>>

/** A stored object of a kind whose fields are known: `Stored<Pod>` with `Pod` of `kubernetes-types/core/v1`. */
export type Stored<T> = unknown extends T ? AnyObject : Omit<DeepReadonly<T>, keyof KubeObject> & KubeObject

/** Any object as somebody sends it: plain JSON. The server checks it, fills in defaults and keeps a frozen copy. */
export type InputObject = Readonly<Record<string, unknown>>

/** What `create` and `update` accept; the server fills in a missing `apiVersion` and `kind`. */
export type Input<T> = unknown extends T
  ? InputObject
  : Omit<DeepReadonly<T>, keyof KubeObject> & {
      readonly apiVersion?: string
      readonly kind?: string
      readonly metadata?: Partial<ObjectMeta>
    }
