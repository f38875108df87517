import type { Flow } from '../../engine/types.ts'
import type { KubeObject } from './object.ts'

export interface LogOptions {
  readonly container?: string
  readonly previous?: boolean
  readonly tailLines?: number
  readonly sinceSeconds?: number
  /** RFC 3339. */
  readonly sinceTime?: string
  readonly timestamps?: boolean
  readonly limitBytes?: number
}

export interface ExecOptions {
  readonly container?: string
  readonly command: readonly string[]
  readonly stdin?: string
}

export interface ExecResult {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** What the kubelets answer for `pods/log` and `pods/exec`; the server has authorised the request and found the pod. */
export interface PodConnector {
  /** @throws {ApiError} with the kubelet's wording (container waiting, no previous container, …) */
  readonly log: (pod: KubeObject, options: LogOptions) => string
  readonly exec: (flow: Flow, pod: KubeObject, options: ExecOptions) => Promise<ExecResult>
}
