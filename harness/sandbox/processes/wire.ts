export interface HttpRequest {
  readonly method: string
  /** A name or an IPv4 address. */
  readonly host: string
  readonly port: number
  /** With a leading slash; a query is allowed. */
  readonly path: string
  /** By names in small letters. */
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** A header that somebody put into an answer on its way. */
export interface ResponseHeader {
  readonly name: string
  readonly value: string
  /** In place of one of that name, or beside it. */
  readonly mode: 'set' | 'add'
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
      readonly headers?: readonly ResponseHeader[] | undefined
      /** It speaks TLS. */
      readonly isSecure?: boolean
      readonly timing: Timing
    }
  /** The connection was rejected at once. */
  | { readonly kind: 'refused'; readonly address: string; readonly port: number; readonly timing: Timing }
  /** The connection was made, and closed without an answer. */
  | { readonly kind: 'closed'; readonly address: string; readonly port: number; readonly timing: Timing }
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
  /** The DNS Service rejects: no DNS server is up. */
  | { readonly kind: 'refused'; readonly server: string; readonly latencyMs: number }
  /** Nothing comes back from the name server. */
  | { readonly kind: 'unanswered'; readonly latencyMs: number }

/** The network as a container reaches it. */
export interface Wire {
  /** `atMs`: cluster time at which it begins; it may lie ahead of the clock. */
  readonly request: (request: HttpRequest, atMs: number) => RequestOutcome
  /** Without `isPlain`, as the resolver of programs does it: with the search list. */
  readonly lookup: (host: string, isPlain?: boolean) => Lookup
  /** The name server that `nslookup` shows. */
  readonly nameServer: () => string
}
