import type { HttpRequest, Lookup, RequestOutcome } from '../processes/wire.ts'
import type { PodRuntime } from '../kubelet/pod-runtime.ts'

/** Who asks: a pod, or `undefined` for a program on a host outside the pods. */
export type Caller = PodRuntime | undefined

/** The network between pods, as programs inside them meet it. */
export interface Network {
  readonly lookup: (from: Caller, host: string, isPlain?: boolean) => Lookup
  /** `atMs`: cluster time at which it begins, when that lies ahead of the clock. */
  readonly request: (from: Caller, request: HttpRequest, atMs?: number) => RequestOutcome
}
