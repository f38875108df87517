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
  readonly replace: {
    readonly code?: number | undefined
    readonly body?: string | undefined
    readonly path?: string | undefined
    readonly method?: string | undefined
  }
}

/** What the resolver of a pod is made to say. */
export interface DnsRule {
  readonly action: 'error' | 'random'
  /** None: every name. */
  readonly patterns: readonly string[]
}

/** What was done to a pod from outside that is no object, by the id of who did it; it dies with the pod. */
export interface Disturbances {
  readonly http: Map<string, HttpRule>
  readonly dns: Map<string, DnsRule>
  /** By how much the clock of its processes is wrong, ms. */
  readonly clock: Map<string, number>
}

export const createDisturbances = (): Disturbances => ({ http: new Map(), dns: new Map(), clock: new Map() })
