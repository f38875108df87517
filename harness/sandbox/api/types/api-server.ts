import type { AdmissionPlugin } from './admission.ts'
import type { ApiClient } from './api-client.ts'
import type { AuditLog } from './audit.ts'
import type { PodConnector, Reviewer } from './connect.ts'
import type { NodeBeats } from './node-beats.ts'
import type { KubeObject } from './object.ts'
import type { CollectionRef, RequestContext, Selection } from './request.ts'
import type { ResourceDefinition } from './resource.ts'
import type { StoredState } from './stored-state.ts'

/** The API server of one simulated cluster. */
export interface ApiServer {
  /** The server as somebody sees it. Cheap; make one wherever a context differs. @throws {ApiError} 403 for an impersonation that is not allowed */
  readonly as: (context: RequestContext) => ApiClient
  /** Serves a further kind from now on: a custom resource, or virtual ones such as metrics. Replaces a row of the same name. */
  readonly register: (definition: ResourceDefinition) => void
  readonly registry: Registry
  /** Connects `pods/log`, `pods/exec` and `pods/attach`; before that they answer 503. */
  readonly connectPods: (connector: PodConnector) => void
  /** Connects webhooks with the pods that answer them; before that no call succeeds. */
  readonly connectReviews: (reviewer: Reviewer) => void
  /** Appends an admission plugin. */
  readonly admit: (plugin: AdmissionPlugin) => void
  readonly audit: AuditLog
  /** The objects of some collections at this moment: references to frozen objects, in storage order, without authorization. */
  readonly snapshot: (collections: readonly (CollectionRef & Selection)[]) => readonly KubeObject[]
  readonly beats: NodeBeats
  /** The store's current version. */
  readonly resourceVersion: () => string
  /** Everything stored at this moment, from which another server can begin. */
  readonly state: () => StoredState
}

/** The kinds that the server serves, in order of group and name, as discovery answers. */
export interface Registry {
  readonly all: () => readonly ResourceDefinition[]
  /** By group and plural. */
  readonly find: (group: string, plural: string) => ResourceDefinition | undefined
  readonly findKind: (apiVersion: string, kind: string) => ResourceDefinition | undefined
  /**
   * By whatever a user types: plural, singular, short name or kind in lower case, optionally followed by `.group` or
   * `.version.group`. The core group wins over others.
   */
  readonly resolve: (typed: string) => ResourceDefinition | undefined
  /** All kinds of a category, such as `all`. */
  readonly category: (name: string) => readonly ResourceDefinition[]
}
