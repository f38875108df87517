import { z } from 'zod'
import { Duration } from './duration.ts'

/** The windows of a trial and the lifetime of faults that expire. */
export const Mode = z.strictObject({
  /** Duration of faults that expire. */
  fault_duration: Duration,
  /** From the symptom's first sight to the start of the method. */
  observation: Duration,
  /** From the end of the method to the first look of the oracle. */
  settle: Duration,
  /** The least time for which the oracle watches that a state stays; a task may want more. */
  oracle: Duration,
})
export type Mode = z.output<typeof Mode>

export const ModeName = z.enum(['fast', 'paper'])
export type ModeName = z.output<typeof ModeName>

export const Modes = z.strictObject({ modes: z.record(ModeName, Mode) })
export type Modes = z.output<typeof Modes>
