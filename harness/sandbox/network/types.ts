import type { PodRuntime } from '../kubelet/pod-runtime.ts'

/** Who asks: a pod, or `undefined` for a program on a host outside the pods. */
export type Caller = PodRuntime | undefined

export interface HttpRequest {
  readonly method: string
  /** A name or an IPv4 address. */
  readonly host: string
  readonly port: number
  /** With a leading slash; a query is allowed. */
  readonly path: string
}

/** Milliseconds since the beginning of the request, each including the ones before. */
export interface Timing {
  readonly lookupMs: number
  readonly connectMs: number
  readonly totalMs: number
}

/** How a request ended. Nobody has waited yet: the caller lets `timing.totalMs` pass. */
export type RequestOutcome =
  | {
      readonly kind: 'answered'
      readonly address: string
      readonly port: number
      readonly status: number
      readonly contentType: string
      readonly body: string
      /** The `Server` header. */
      readonly product: string
      readonly timing: Timing
    }
  /** The connection was rejected at once. */
  | { readonly kind: 'refused'; readonly address: string; readonly port: number; readonly timing: Timing }
  /** Nothing ever comes back: `totalMs` is Infinity, the caller's own limit ends it. */
  | { readonly kind: 'unanswered'; readonly address: string; readonly port: number; readonly timing: Timing }
  /** The name does not exist, or nobody could be asked for it. */
  | { readonly kind: 'unresolved'; readonly host: string; readonly timing: Timing }

export type Lookup =
  | {
      readonly kind: 'found'
      /** The full name that answered; empty for an address. */
      readonly name: string
      readonly addresses: readonly string[]
      readonly latencyMs: number
    }
  | { readonly kind: 'nonexistent'; readonly latencyMs: number }
  /** No DNS server is up. */
  | { readonly kind: 'unanswered'; readonly latencyMs: number }

/** The network between pods, as programs inside them meet it. */
export interface Network {
  readonly lookup: (from: Caller, host: string) => Lookup
  readonly request: (from: Caller, request: HttpRequest) => RequestOutcome
}
