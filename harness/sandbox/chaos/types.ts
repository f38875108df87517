import type { InputObject, KubeObject } from '../api/types/object.ts'
import type { Resource } from '../api/types/resource.ts'

/** Which pods, in Chaos Mesh's words. */
export interface PodSelector {
  readonly namespaces?: readonly string[]
  readonly labelSelectors?: Readonly<Record<string, string>>
  readonly annotationSelectors?: Readonly<Record<string, string>>
  readonly expressionSelectors?: readonly {
    readonly key: string
    readonly operator: string
    readonly values?: readonly string[]
  }[]
  readonly nodeSelectors?: Readonly<Record<string, string>>
  readonly nodes?: readonly string[]
  readonly podPhaseSelectors?: readonly string[]
  readonly fieldSelectors?: Readonly<Record<string, string>>
  readonly pods?: Readonly<Record<string, readonly string[]>>
}

export interface TargetSpec {
  readonly selector: PodSelector
  readonly mode: string
  readonly value?: string
}

export interface ChaosSpec extends TargetSpec {
  readonly duration?: string
  readonly containerNames?: readonly string[]
  readonly action?: string
  readonly gracePeriod?: number
  readonly remoteCluster?: string
  readonly stressors?: {
    readonly cpu?: { readonly workers: number; readonly load?: number; readonly options?: readonly string[] }
    readonly memory?: {
      readonly workers: number
      readonly size?: string
      readonly options?: readonly string[]
      readonly oomScoreAdj?: number
    }
  }
  /** Arguments of stress-ng; they win over `stressors`. */
  readonly stressngStressors?: string
  /** A span of HTTPChaos and IOChaos; the queue of NetworkChaos. */
  readonly delay?: string | NetworkDelay
  readonly loss?: { readonly loss: string; readonly correlation?: string }
  readonly corrupt?: { readonly corrupt: string; readonly correlation?: string }
  readonly duplicate?: { readonly duplicate: string; readonly correlation?: string }
  readonly bandwidth?: {
    readonly rate: string
    /** Bytes that may wait. */
    readonly limit: number
    /** Bytes that pass at once. */
    readonly buffer: number
    /** Bytes a second at which those pass. */
    readonly peakrate?: number
    readonly minburst?: number
  }
  readonly rate?: { readonly rate: string }
  readonly device?: string
  readonly targetDevice?: string
  readonly direction?: string
  /** Addresses and names outside the pods. */
  readonly externalTargets?: readonly string[]
  /** The other end of NetworkChaos; `Request` or `Response` of HTTPChaos. */
  readonly target?: string | TargetSpec
  readonly patterns?: readonly string[]
  readonly timeOffset?: string
  readonly clockIds?: readonly string[]
  /** Of IOChaos. */
  readonly volumePath?: string
  readonly methods?: readonly string[]
  readonly errno?: number
  readonly percent?: number
  readonly attr?: object
  readonly mistake?: object
  /** Of HTTPChaos. */
  readonly port?: number
  readonly method?: string
  readonly path?: string
  readonly code?: number
  readonly abort?: boolean
  readonly request_headers?: Headers
  readonly response_headers?: Headers
  readonly tls?: object
  readonly patch?: {
    readonly body?: { readonly type: string; readonly value: string }
    readonly headers?: readonly (readonly string[])[]
    readonly queries?: readonly (readonly string[])[]
  }
  readonly replace?: {
    readonly code?: number
    /** Base64. */
    readonly body?: string
    readonly path?: string
    readonly method?: string
    readonly headers?: Headers
    readonly queries?: Headers
  }
}

type Headers = Readonly<Record<string, string>>

export interface NetworkDelay {
  readonly latency: string
  readonly jitter?: string
  /** Of one packet's delay with the one before, in percent. */
  readonly correlation?: string
  readonly reorder?: { readonly reorder: string; readonly correlation?: string; readonly gap: number }
}

export interface ChaosRecord {
  /** `namespace/pod`, or `namespace/pod/container`. */
  readonly id: string
  readonly selectorKey: string
  readonly phase: string
  readonly injectedCount: number
  readonly recoveredCount: number
  readonly events?: readonly {
    readonly operation: 'Apply' | 'Recover'
    readonly type: 'Succeeded' | 'Failed'
    readonly message?: string
    readonly timestamp: string
  }[]
}

export interface ChaosCondition {
  readonly type: string
  readonly status: 'True' | 'False'
}

export interface ChaosStatus {
  readonly conditions?: readonly ChaosCondition[]
  readonly experiment?: { readonly desiredPhase?: 'Run' | 'Stop'; readonly containerRecords?: readonly ChaosRecord[] }
  readonly instances?: Readonly<Record<string, InputObject>>
}

export interface ChaosObject extends KubeObject {
  readonly spec: ChaosSpec
  readonly status?: ChaosStatus
}

/** What one kind of chaos does to one target. */
export interface ChaosAction {
  readonly kind: string
  readonly resource: Resource<ChaosObject>
  /** Whether its targets are containers. */
  readonly perContainer: boolean
  /** Whether it is over once done: its duration means nothing. */
  readonly isOneShot: (spec: ChaosSpec) => boolean
  /** @returns the phase that follows, or why it failed */
  readonly apply: (chaos: ChaosObject, record: ChaosRecord) => ActionResult
  readonly recover: (chaos: ChaosObject, record: ChaosRecord) => ActionResult
}

export type ActionResult = { readonly phase: string; readonly instance?: InputObject } | { readonly failure: string }

export const NOT_INJECTED = 'Not Injected'
export const INJECTED = 'Injected'
