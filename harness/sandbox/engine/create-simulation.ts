import type { Simulation } from './types.ts'

export interface SimulationOptions {
  /** Virtual time at the beginning, milliseconds since the Unix epoch. */
  readonly startMs: number
}

/** A clock that stands still until somebody drives it. */
export const createSimulation = (options: SimulationOptions): Simulation => {
  throw new Error(`the engine follows within the hour (start ${options.startMs})`)
}
