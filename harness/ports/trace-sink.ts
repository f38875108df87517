import type { TraceEvent } from '../domain/trace.ts'

/** A trace event without its time, which the sink knows. */
export type Untimed<E> = E extends { readonly atMs: number } ? Omit<E, 'atMs'> : never

/** Where components write down what they decided. The shell records commands by itself. */
export interface TraceSink {
  readonly record: (event: Untimed<TraceEvent>) => void
}
