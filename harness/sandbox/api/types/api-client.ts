import type { Flow } from '../../engine/types.ts'
import type { AttachOptions, ExecOptions, ExecResult, LogOptions } from './connect.ts'
import type { Input, KubeObject, Stored } from './object.ts'
import type {
  Attributes,
  CollectionRef,
  DeleteOptions,
  List,
  ListOptions,
  ObjectRef,
  Patch,
  RequestContext,
  Selection,
  WatchEvent,
  WatchOptions,
  WritableSubresource,
} from './request.ts'

/**
 * The API server as one identity sees it. Every call is authorised, takes no time and returns frozen objects that share structure
 * with the store. A refusal throws `ApiError` with the server's wording.
 */
export interface ApiClient {
  readonly context: RequestContext
  readonly get: <T>(ref: ObjectRef<T>) => Stored<T>
  /** Like `get`, but `undefined` for an object that does not exist. */
  readonly find: <T>(ref: ObjectRef<T>) => Stored<T> | undefined
  /** Sorted by namespace, then name. */
  readonly list: <T>(collection: CollectionRef<T>, options?: ListOptions) => List<Stored<T>>
  /**
   * Subscribes. Events arrive in order through the simulation's queue, at the time of the write; none after the returned function
   * has been called.
   */
  readonly watch: <T>(
    collection: CollectionRef<T>,
    options: WatchOptions,
    receive: (event: WatchEvent<Stored<T>>) => void,
  ) => () => void
  /** Stores a new object; `metadata.generateName` may stand in for `metadata.name`. */
  readonly create: <T>(collection: CollectionRef<T>, object: Input<T>) => Stored<T>
  /** Replaces an object. With `metadata.resourceVersion`, only if that is still the current one (409 Conflict). */
  readonly update: <T>(ref: ObjectRef<T>, object: Input<T>, subresource?: WritableSubresource) => Stored<T>
  readonly patch: <T>(ref: ObjectRef<T>, patch: Patch, subresource?: WritableSubresource) => Stored<T>
  /** @returns the object as it was last stored: with a `deletionTimestamp` when it is not gone yet */
  readonly delete: <T>(ref: ObjectRef<T>, options?: DeleteOptions) => Stored<T>
  readonly deleteCollection: <T>(
    collection: CollectionRef<T>,
    options?: DeleteOptions & Selection,
  ) => readonly Stored<T>[]
  /** The `autoscaling/v1` Scale of an object; written with `update` or `patch` on subresource `scale`. */
  readonly getScale: (ref: ObjectRef) => Scale
  /** `pods/eviction`: deletes a pod unless a PodDisruptionBudget forbids it (429 TooManyRequests). */
  readonly evict: (ref: ObjectRef, options?: DeleteOptions) => void
  /** `pods/binding`: puts a pod on a node, as a scheduler does. */
  readonly bind: (ref: ObjectRef, nodeName: string) => void
  /** `serviceaccounts/token`: a token for a ServiceAccount, as `kubectl create token` asks for it. */
  readonly createToken: (ref: ObjectRef, options?: TokenOptions) => TokenRequest
  readonly log: (ref: ObjectRef, options?: LogOptions) => string
  readonly exec: (flow: Flow, ref: ObjectRef, options: ExecOptions) => Promise<ExecResult>
  readonly attach: (flow: Flow, ref: ObjectRef, options: AttachOptions) => Promise<ExecResult>
  /** Whether this identity may do something; never throws. */
  readonly canI: (attributes: Attributes) => boolean
  /** Rules that hold for this identity in a namespace, as `kubectl auth can-i --list` shows them. */
  readonly rules: (namespace: string) => readonly PolicyRule[]
}

export interface TokenOptions {
  /** Default: the API server. */
  readonly audiences?: readonly string[]
  /** Seconds, at least 600. Default: 3600. */
  readonly expirationSeconds?: number
}

/** The answer to a request for a token. */
export interface TokenRequest {
  readonly apiVersion: 'authentication.k8s.io/v1'
  readonly kind: 'TokenRequest'
  readonly metadata: { readonly name: string; readonly namespace: string; readonly creationTimestamp: string }
  readonly spec: { readonly audiences: readonly string[]; readonly expirationSeconds: number }
  readonly status: { readonly token: string; readonly expirationTimestamp: string }
}

/** A rule of RBAC with all fields present. */
export interface PolicyRule {
  readonly verbs: readonly string[]
  readonly apiGroups: readonly string[]
  readonly resources: readonly string[]
  readonly resourceNames: readonly string[]
  readonly nonResourceURLs: readonly string[]
}

export interface Scale extends KubeObject {
  readonly spec: { readonly replicas: number }
  readonly status: { readonly replicas: number; readonly selector?: string }
}
