import type { MayChange } from '../domain/method-rights.ts'
import type { TraceEvent } from '../domain/trace.ts'
import type { EnvironmentIdentity } from '../domain/trial.ts'
import type { Audit } from './audit.ts'
import type { Clock } from './clock.ts'
import type { Rng } from './rng.ts'
import type { Shell } from './shell.ts'

export interface OpenRequest {
  /** The task's namespace, as the task names it; the cluster is opened without it, stage 2 of the pipeline creates it. */
  readonly namespace: string
  /** What the method's identity may change in that namespace; it may read everything there, and nothing of chaos-mesh.org. */
  readonly mayChange: MayChange
  /** Chance of the cluster itself: names, delays, picks. */
  readonly rng: Rng
}

/** Brings an opened cluster to where trials begin. */
export interface SetUp {
  /** Set-ups with the same key do the same. */
  readonly key: string
  /** @returns what it did */
  readonly run: (cluster: OpenCluster, signal: AbortSignal) => Promise<readonly TraceEvent[]>
}

/** A cluster that was set up once, as it is handed to one trial of many. */
export interface CopiedCluster {
  readonly cluster: OpenCluster
  /** When its set-up began, cluster time. */
  readonly openedMs: number
  readonly setUp: readonly TraceEvent[]
}

/** A cluster leased for one trial. */
export interface OpenCluster {
  readonly identity: EnvironmentIdentity
  /** Under which name the task's namespace is to be created here: another one where others use the cluster too. */
  readonly namespace: string
  readonly clock: Clock
  /** The harness's own account: may do everything. */
  readonly harness: Shell
  /** The method's account: a restricted identity. */
  readonly method: Shell
  readonly audit: Audit
  /**
   * Called once, when the namespace holds the app: gives the method's account its rights there.
   * @returns whether that put objects into the namespace, so that it has to be looked at again
   */
  readonly grantMethod: (signal: AbortSignal) => Promise<boolean>
  /** Called once, before the method's first command: from now on changes are its own. */
  readonly admitMethod: (signal: AbortSignal) => Promise<void>
  readonly close: () => Promise<void>
}

/** Where trials happen. One pool belongs to one worker; it opens one cluster at a time. */
export interface ClusterPool {
  readonly open: (request: OpenRequest, signal: AbortSignal) => Promise<OpenCluster>
  /**
   * Of pools whose clusters can be copied: a copy of a cluster on which `setUp` was run, with chance of its own that does not depend on the
   * request. It runs once for all requests with its key and namespace. Absent where every cluster has to be set up by itself.
   */
  readonly openCopy?: (request: OpenRequest, setUp: SetUp, signal: AbortSignal) => Promise<CopiedCluster | undefined>
  readonly close: () => Promise<void>
}
