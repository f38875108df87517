import type { KubeObject } from './object.ts'
import type { Identity } from './request.ts'
import type { ResourceDefinition, WriteContext } from './resource.ts'

export interface AdmissionRequest {
  readonly operation: 'create' | 'update' | 'delete'
  readonly definition: ResourceDefinition
  readonly subresource?: string
  readonly user: Identity
  readonly dryRun: boolean
  readonly context: WriteContext
  readonly warn: (message: string) => void
  /** Absent on create. */
  readonly old?: KubeObject
}

/** A check or a change between authorization and storage. Plugins run in order: first every `mutate`, then every `validate`. */
export interface AdmissionPlugin {
  readonly name: string
  readonly mutate?: (request: AdmissionRequest, object: KubeObject) => KubeObject
  /** Refuses by throwing an `ApiError`. `object` is the old one on delete. */
  readonly validate?: (request: AdmissionRequest, object: KubeObject) => void
}
