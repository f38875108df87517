import type { Rng } from '../../ports/rng.ts'
import type { Simulation } from '../engine/types.ts'
import type { LateLists } from './managed/late-list.ts'
import type { Entry } from './managed/managed-fields.ts'
import type { WritableRegistry } from './registry.ts'
import type { Decoder } from './schema/decode.ts'
import type { SchemaSource } from './schema/load-schemas.ts'
import type { WritableAuditLog } from './store/audit-log.ts'
import type { Store } from './store/store.ts'
import type { Watches } from './store/watches.ts'
import type { AdmissionPlugin } from './types/admission.ts'
import type { PodConnector, Reviewer } from './types/connect.ts'
import type { NodeBeats } from './types/node-beats.ts'
import type { ResourceDefinition } from './types/resource.ts'
import type { ObjectSchema } from './types/schema.ts'

/** The parts of one API server, as its operations take them. */
export interface Core {
  readonly simulation: Pick<Simulation, 'nowMs' | 'schedule'>
  /** Streams of chance, one for each use: a new use moves no other. */
  readonly chance: { readonly uids: Rng; readonly names: Rng; readonly draws: Rng }
  readonly schemas: SchemaSource
  /** Of a kind's whole objects. */
  readonly schemaOf: (definition: ResourceDefinition) => ObjectSchema
  readonly decode: Decoder
  readonly registry: WritableRegistry
  readonly store: Store
  readonly watches: Watches
  readonly audit: WritableAuditLog
  readonly plugins: AdmissionPlugin[]
  readonly owners: LateLists<Entry>
  readonly beats: NodeBeats
  /** Set once the kubelets are there. */
  readonly pods: { connector: PodConnector | undefined; reviewer: Reviewer | undefined }
}

/** RFC 3339 in whole seconds, as the server writes times. */
export const formatTime = (epochMs: number): string => `${new Date(epochMs).toISOString().slice(0, 19)}Z`
