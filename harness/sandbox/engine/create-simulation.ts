import { EventLimitError, FlowAwakeError, NestedAdvanceError, StalledError } from './errors.ts'
import { createEventQueue } from './event-queue.ts'
import { createFlowScheduler } from './flow-scheduler.ts'
import type { Cancel, FlowBody, RunOptions, Simulation } from './types.ts'

export interface SimulationOptions {
  /** Virtual time at the beginning, milliseconds since the Unix epoch. */
  readonly startMs: number
}

const DEFAULT_MAX_EVENTS = 2_000_000

/** A call of `run` that has not ended. */
interface DrivenCall {
  readonly maxEvents: number
  readonly firstEvent: number
  readonly fail: (error: unknown) => void
}

/** A clock that stands still until somebody drives it. */
export const createSimulation = (options: SimulationOptions): Simulation => {
  const queue = createEventQueue()
  const driven = new Set<DrivenCall>()
  /** Answers to calls that have ended; given once every flow waits, so that a caller may advance at once. */
  const answers: (() => void)[] = []
  let currentMs = options.startMs
  let sequence = 0
  let executed = 0
  let isPumping = false
  let isStepping = false
  let orphanError: { readonly error: unknown } | undefined

  const schedule = (delayMs: number, event: () => void): Cancel => {
    if (!(delayMs >= 0) || delayMs === Number.POSITIVE_INFINITY)
      throw new RangeError(`cannot schedule in ${delayMs} ms`)
    const entry = { atMs: currentMs + delayMs, sequence: ++sequence, run: event as (() => void) | undefined }
    queue.push(entry)
    return () => queue.withdraw(entry)
  }

  const flows = createFlowScheduler({
    nowMs: () => currentMs,
    schedule,
    fail: (error) => {
      if (driven.size === 0) orphanError ??= { error }
      failAll(error)
    },
  })

  const failAll = (error: unknown): void => {
    for (const call of driven) call.fail(error)
  }

  /** Runs the next event. @returns false when there is none, or it is due after `untilMs` */
  const step = (untilMs: number): boolean => {
    const event = queue.peek()
    if (event === undefined || event.atMs > untilMs) return false
    queue.pop()
    const { run } = event
    event.run = undefined
    currentMs = event.atMs
    executed += 1
    isStepping = true
    try {
      run?.()
    } finally {
      isStepping = false
    }
    return true
  }

  const throwOrphanError = (): void => {
    if (orphanError === undefined) return
    const { error } = orphanError
    orphanError = undefined
    throw error
  }

  /** Lets flows go on until all wait, answers the calls that have ended, then runs one event; over and over. */
  const pump = async (): Promise<void> => {
    for (;;) {
      if (flows.isAwake()) await flows.idle()
      flows.examine()
      if (flows.wakeNext()) continue
      for (const answer of answers.splice(0)) answer()
      if (driven.size === 0) return
      if (!step(Number.POSITIVE_INFINITY)) failAll(new StalledError(currentMs))
      for (const call of driven) {
        if (executed - call.firstEvent > call.maxEvents) call.fail(new EventLimitError(call.maxEvents, currentMs))
      }
    }
  }

  const startPump = (): void => {
    if (isPumping) return
    isPumping = true
    void keepPumping(pump, failAll, () => driven.size > 0 || answers.length > 0).then(() => {
      isPumping = false
      if (driven.size > 0) startPump()
    })
  }

  const run = <T>(body: FlowBody<T>, runOptions: RunOptions = {}): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      throwOrphanError()
      const call: DrivenCall = {
        maxEvents: runOptions.maxEvents ?? DEFAULT_MAX_EVENTS,
        firstEvent: executed,
        fail: (error) => {
          driven.delete(call)
          reject(error)
          handle.abort(error)
        },
      }
      const { deadlineMs } = runOptions
      const handle = flows.start(body, {
        ...(deadlineMs === undefined ? {} : { deadlineMs }),
        onEnd: (outcome) => {
          driven.delete(call)
          answers.push(() => (outcome.status === 'returned' ? resolve(outcome.value) : reject(outcome.error)))
        },
      })
      driven.add(call)
      startPump()
    })

  const advance = (ms: number, { maxEvents = DEFAULT_MAX_EVENTS }: { readonly maxEvents?: number } = {}): void => {
    throwOrphanError()
    if (isStepping) throw new NestedAdvanceError()
    if (flows.isAwake() || flows.hasReady()) throw new FlowAwakeError()
    const untilMs = currentMs + ms
    const firstEvent = executed
    while (step(untilMs)) {
      flows.examine()
      if (flows.hasReady()) throw new FlowAwakeError()
      if (executed - firstEvent > maxEvents) throw new EventLimitError(maxEvents, currentMs)
    }
    currentMs = untilMs
  }

  return {
    nowMs: () => currentMs,
    schedule,
    advance,
    run,
    spawn: (body, spawnOptions = {}) => flows.start(body, spawnOptions),
    nextEventMs: () => (flows.hasReady() ? currentMs : queue.peek()?.atMs),
    statistics: () => ({ executed, pending: queue.size() }),
  }
}

/** An event that throws ends the calls that drive the queue, not the queue: the next call goes on behind it. */
const keepPumping = async (
  pump: () => Promise<void>,
  failAll: (error: unknown) => void,
  isNeeded: () => boolean,
): Promise<void> => {
  // Flows that are started in one go all stand in the queue before time moves for the first of them.
  await Promise.resolve()
  while (isNeeded()) {
    try {
      await pump()
    } catch (error) {
      failAll(error)
    }
  }
}
