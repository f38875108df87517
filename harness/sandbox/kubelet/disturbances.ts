/** What stands between the server of a pod and those who ask it, on one port. */
export interface HttpRule {
  readonly port: number
  /** `Request`: before the server sees it. `Response`: after it has answered. */
  readonly target: 'Request' | 'Response'
  readonly method: string | undefined
  /** May hold `*`. */
  readonly path: string | undefined
  /** Only answers with this status. */
  readonly code: number | undefined
  readonly abort: boolean
  readonly delayMs: number
  /** Only answers with these headers. */
  readonly headers: Readonly<Record<string, string>>
  readonly replace: {
    readonly code?: number | undefined
    readonly body?: string | undefined
    readonly path?: string | undefined
    readonly method?: string | undefined
    readonly headers?: Readonly<Record<string, string>> | undefined
    readonly queries?: Readonly<Record<string, string>> | undefined
  }
  readonly patch: {
    /** A merge patch, as JSON. */
    readonly body: string | undefined
    readonly headers: readonly (readonly [string, string])[]
    readonly queries: readonly (readonly [string, string])[]
  }
}

/** What the resolver of a pod is made to say. */
export interface DnsRule {
  readonly action: 'error' | 'random'
  /** None: every name. */
  readonly patterns: readonly string[]
}

/** What stands between the processes of a container and one of its volumes. */
export interface IoRule {
  readonly container: string
  /** Where the volume is mounted. */
  readonly volumePath: string
  /** Which files, as a glob; absent: all of the volume. */
  readonly path: string | undefined
  /** Which calls; none: all. */
  readonly methods: readonly string[]
  /** Whether this call is hit. */
  readonly isHit: () => boolean
  readonly effect:
    | { readonly kind: 'latency'; readonly delayMs: number }
    /** `text`: the system's words for the error. */
    | { readonly kind: 'fault'; readonly text: string }
}

/** By how much the clock of a container's processes is wrong. */
export interface ClockRule {
  readonly container: string
  /** Of the run whose processes were there when it came; a later run reads the true clock. */
  readonly startedAtMs: number
  readonly offsetMs: number
}

/** What was done to a pod from outside that is no object, by the id of who did it; it dies with the pod. */
export interface Disturbances {
  readonly http: Map<string, HttpRule>
  readonly dns: Map<string, DnsRule>
  readonly clock: Map<string, ClockRule>
  readonly io: Map<string, IoRule>
}

export const createDisturbances = (): Disturbances => ({
  http: new Map(),
  dns: new Map(),
  clock: new Map(),
  io: new Map(),
})
