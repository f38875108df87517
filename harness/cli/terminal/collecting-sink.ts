import type { TraceSink } from '../../ports/trace-sink.ts'

type Event = Parameters<TraceSink['record']>[0]

/** A trace outside a trial: kept in memory, for the report. */
export const collectingSink = (): TraceSink & { readonly events: readonly Event[] } => {
  const events: Event[] = []
  return { events, record: (event) => void events.push(event) }
}
