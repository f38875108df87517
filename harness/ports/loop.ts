import type { Claim } from '../domain/claim.ts'
import type { Limits, TaskCard } from '../domain/task.ts'
import type { Clock } from './clock.ts'
import type { Rng } from './rng.ts'
import type { Shell } from './shell.ts'
import type { TraceSink } from './trace-sink.ts'

/** All that a method gets: no task instance, no fault, no oracle (a type test holds it). */
export interface LoopContext {
  readonly card: TaskCard
  /** The method's restricted account. It records commands and enforces the limits: past them it throws LimitReached. */
  readonly shell: Shell
  readonly limits: Limits
  readonly clock: Clock
  readonly rng: Rng
  readonly trace: TraceSink
  /** Says that commands from now on belong to the next episode; a trial begins in episode 1. */
  readonly nextEpisode: () => void
  readonly signal: AbortSignal
}

/** A method at work: from a card to a claim. */
export interface Loop {
  readonly run: (context: LoopContext) => Promise<Claim>
}

/** Thrown by the shell of a loop when its commands or its time are used up; loops let it pass. */
export class LimitReached extends Error {
  override readonly name = 'LimitReached'
}
