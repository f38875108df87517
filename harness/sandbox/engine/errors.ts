/** More events than allowed ran inside one call: something reschedules itself without end. */
export class EventLimitError extends Error {
  override readonly name = 'EventLimitError'
  readonly maxEvents: number
  constructor(maxEvents: number, nowMs: number) {
    super(`more than ${maxEvents} events ran in one call (virtual time ${new Date(nowMs).toISOString()})`)
    this.maxEvents = maxEvents
  }
}

/** `advance` was called while a flow is awake, or woke one: only `run` can let flows go on. */
export class FlowAwakeError extends Error {
  override readonly name = 'FlowAwakeError'
  constructor() {
    super('a flow is awake; a synchronous advance cannot let it go on, drive the simulation with run()')
  }
}

/** A flow waits while it already waits; branches that run side by side need `spawn` and `join`. */
export class FlowBlockedError extends Error {
  override readonly name = 'FlowBlockedError'
  constructor() {
    super('this flow is already waiting; use spawn() and join() to wait for several things at once')
  }
}

/** The flow's deadline passed, in cluster time. */
export class FlowDeadlineError extends Error {
  override readonly name = 'FlowDeadlineError'
  readonly deadlineMs: number
  constructor(deadlineMs: number) {
    super(`deadline of ${deadlineMs} ms passed`)
    this.deadlineMs = deadlineMs
  }
}

/** Every flow waits and no event is left that could wake one. */
export class StalledError extends Error {
  override readonly name = 'StalledError'
  constructor(nowMs: number) {
    super(`every flow waits and no event is scheduled (virtual time ${new Date(nowMs).toISOString()})`)
  }
}

/** An event tried to advance time: events run at one moment. */
export class NestedAdvanceError extends Error {
  override readonly name = 'NestedAdvanceError'
  constructor() {
    super('an event cannot advance the clock it runs on; schedule a further event')
  }
}
