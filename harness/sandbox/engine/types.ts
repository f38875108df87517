/** Withdraws a scheduled event; a second call, or one after the event ran, does nothing. */
export type Cancel = () => void

/** How a spawned flow ended. */
export type FlowOutcome<T> =
  { readonly status: 'returned'; readonly value: T } | { readonly status: 'threw'; readonly error: unknown }

/** An async activity that lives in cluster time: a shell command, a container process, a request. */
export type FlowBody<T> = (flow: Flow) => Promise<T>

export interface FlowHandle<T> {
  /** `undefined` while the flow is alive. */
  readonly outcome: () => FlowOutcome<T> | undefined
  /** Aborts the flow's signal: whatever it waits for rejects with `reason`. */
  readonly abort: (reason: unknown) => void
}

/**
 * What a flow may do with time. These are the only ways in which a flow may wait for the cluster; between two of them it may do any
 * promise work of its own. One flow is awake at a time, so what it sees does not depend on how promises interleave.
 */
export interface Flow {
  /** Virtual time, milliseconds since the Unix epoch. */
  readonly nowMs: () => number
  /** Aborts at the flow's deadline or when its handle is aborted; `sleep`, `waitUntil` and `join` obey it by themselves. */
  readonly signal: AbortSignal
  /** Waits `ms` of cluster time (`Infinity`: until aborted). Rejects with the signal's reason when aborted. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>
  /**
   * Waits until `predicate` holds; it is looked at now, after every event and after every step of another flow.
   * @returns true when it held, false when `limitMs` of cluster time passed first. Rejects with the signal's reason when aborted.
   */
  readonly waitUntil: (predicate: () => boolean, limitMs: number, signal?: AbortSignal) => Promise<boolean>
  /** Starts a child that runs beside this flow. It does not die with its parent: abort it, or join it. */
  readonly spawn: <T>(body: FlowBody<T>, options?: SpawnOptions<T>) => FlowHandle<T>
  /** Waits for a spawned flow. A flow must wait for another one this way, never through a bare promise. */
  readonly join: <T>(handle: FlowHandle<T>, signal?: AbortSignal) => Promise<FlowOutcome<T>>
}

export interface RunOptions {
  /** Cluster time after which the flow's signal aborts with `FlowDeadlineError`. */
  readonly deadlineMs?: number
  /** Events that may run before the call fails with `EventLimitError`; default 2,000,000. */
  readonly maxEvents?: number
}

export interface SpawnOptions<T> {
  readonly deadlineMs?: number
  /** Called when the flow has ended. Without it, a flow that throws makes whoever drives the simulation fail. */
  readonly onEnd?: (outcome: FlowOutcome<T>) => void
}

/**
 * A virtual clock with one event queue. Events run in the order of (time, sequence of scheduling). Time advances only while no flow
 * is awake. Nothing happens unless somebody drives it: `run` or `advance`.
 */
export interface Simulation {
  /** Virtual time, milliseconds since the Unix epoch. */
  readonly nowMs: () => number
  /** Runs `event` after `delayMs` (≥ 0; fractions are kept). Delay 0 means: at this very time, after what is already due. */
  readonly schedule: (delayMs: number, event: () => void) => Cancel
  /**
   * Moves time on by `ms` and runs every event that falls due, synchronously.
   * @throws {FlowAwakeError} when a flow is awake or wakes up: promises cannot progress inside a synchronous call; use `run`.
   * @throws {EventLimitError} after `maxEvents` events (default 2,000,000)
   */
  readonly advance: (ms: number, options?: { readonly maxEvents?: number }) => void
  /**
   * Starts a flow and drives the queue until it has ended. Calls may overlap: they share the clock and take turns in the order of
   * starting. Rejects with what the flow throws, with what an event throws, `EventLimitError`, or `StalledError`.
   */
  readonly run: <T>(body: FlowBody<T>, options?: RunOptions) => Promise<T>
  /** Starts a flow that nobody drives: it moves while somebody else drives the queue (a container process). */
  readonly spawn: <T>(body: FlowBody<T>, options?: SpawnOptions<T>) => FlowHandle<T>
  /** When something is next due; now, while a flow may go on; `undefined` when nothing is. For whoever keeps pace with another clock. */
  readonly nextEventMs: () => number | undefined
  /** Events that have run so far, and those that wait; for benchmarks and tests. */
  readonly statistics: () => { readonly executed: number; readonly pending: number }
}
