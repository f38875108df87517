import type { TraceEvent } from '../domain/trace.ts'
import type { FaultWindow, VoidTrial } from '../domain/trial.ts'
import type { Clock } from '../ports/clock.ts'
import type { Untimed } from '../ports/trace-sink.ts'

export type Stage = VoidTrial['stage']

/** What has been observed of a trial so far. It outlives the cluster, so that a trial that breaks keeps what it saw. */
export interface Journal {
  readonly events: readonly TraceEvent[]
  readonly faultWindows: readonly FaultWindow[]
  readonly stage: Stage
  /** The task's namespace as the cluster has it; null before it is known. */
  readonly namespace: string | null
  readonly enter: (stage: Stage) => void
  readonly place: (namespace: string) => void
  readonly record: (event: TraceEvent) => void
  readonly keepWindow: (window: FaultWindow) => void
}

export const createJournal = (): Journal => {
  const events: TraceEvent[] = []
  const faultWindows: FaultWindow[] = []
  let stage: Stage = 'open'
  let namespace: string | null = null
  return {
    events,
    faultWindows,
    get stage() {
      return stage
    },
    get namespace() {
      return namespace
    },
    enter: (next) => {
      stage = next
    },
    place: (name) => {
      namespace = name
    },
    record: (event) => {
      events.push(event)
    },
    keepWindow: (window) => {
      faultWindows.push(window)
    },
  }
}

/** Writes an event down with the cluster's present time. */
export const recordNow = (
  { journal, clock }: { readonly journal: Journal; readonly clock: Clock },
  event: Untimed<TraceEvent>,
): void => journal.record({ ...event, atMs: clock.nowMs() })
