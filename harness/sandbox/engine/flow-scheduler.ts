import { FlowBlockedError, FlowDeadlineError } from './errors.ts'
import type { Cancel, Flow, FlowBody, FlowHandle, FlowOutcome } from './types.ts'

export interface FlowSchedulerDependencies {
  readonly nowMs: () => number
  readonly schedule: (delayMs: number, event: () => void) => Cancel
  /** Receives what a spawned flow threw when nobody else asked for it. */
  readonly fail: (error: unknown) => void
}

/** Keeps flows and wakes them one at a time, in a fixed order. */
export interface FlowScheduler {
  readonly start: <T>(body: FlowBody<T>, options: StartOptions<T>) => FlowHandle<T>
  /** Wakes the next flow that may go on. @returns false when there is none */
  readonly wakeNext: () => boolean
  readonly isAwake: () => boolean
  readonly hasReady: () => boolean
  /** Looks at every predicate that a flow waits for, and makes those flows ready. */
  readonly examine: () => void
  /** Resolves when the flow that is awake waits or has ended. */
  readonly idle: () => Promise<void>
}

export interface StartOptions<T> {
  readonly deadlineMs?: number
  readonly onEnd?: (outcome: FlowOutcome<T>) => void
}

interface Waiter {
  readonly predicate: () => boolean
  readonly wake: () => void
  readonly fail: (error: unknown) => void
}

/** Sets up what ends a wait. @returns how to take it down */
type Arm<R> = (wake: (result: R) => void, fail: (error: unknown) => void) => Cancel

export const createFlowScheduler = (dependencies: FlowSchedulerDependencies): FlowScheduler => {
  const { nowMs, schedule, fail } = dependencies
  const ready: (() => void)[] = []
  const waiters = new Set<Waiter>()
  let awake = false
  let idleListeners: (() => void)[] = []

  const rest = (): void => {
    awake = false
    const listeners = idleListeners
    idleListeners = []
    for (const listener of listeners) listener()
  }

  const examine = (): void => {
    for (const waiter of waiters) {
      try {
        if (waiter.predicate()) waiter.wake()
      } catch (error) {
        waiter.fail(error)
      }
    }
  }

  const start = <T>(body: FlowBody<T>, options: StartOptions<T>): FlowHandle<T> => {
    const { deadlineMs } = options
    let aborted: { readonly reason: unknown } | undefined
    /** Ends the wait that the flow is in. */
    let interrupt: ((reason: unknown) => void) | undefined
    /** Made when somebody asks for the signal: most flows end without anybody. */
    let controller: AbortController | undefined
    const abort = (reason: unknown): void => {
      if (aborted !== undefined) return
      aborted = { reason }
      controller?.abort(reason)
      interrupt?.(reason)
    }
    const cancelDeadline =
      deadlineMs === undefined ? () => {} : schedule(deadlineMs, () => abort(new FlowDeadlineError(deadlineMs)))
    let outcome: FlowOutcome<T> | undefined
    let isBlocked = true

    /** Puts the flow to rest until `wake` is called by what `arm` set up, or a signal aborts. */
    const block = <R>(arm: Arm<R>, extra?: AbortSignal): Promise<R> =>
      new Promise<R>((resolve, reject) => {
        if (isBlocked) throw new FlowBlockedError()
        if (aborted !== undefined) throw aborted.reason
        extra?.throwIfAborted()
        let isDone = false
        const settle = (resume: () => void): void => {
          if (isDone) return
          isDone = true
          disarm()
          interrupt = undefined
          extra?.removeEventListener('abort', onAbort)
          ready.push(() => {
            isBlocked = false
            resume()
          })
        }
        const giveUp = (reason: unknown): void => settle(() => reject(reason))
        const onAbort = (): void => giveUp(extra?.reason)
        let disarm: Cancel = () => {}
        interrupt = giveUp
        extra?.addEventListener('abort', onAbort)
        isBlocked = true
        disarm = arm(
          (result) => settle(() => resolve(result)),
          (error) => settle(() => reject(error)),
        )
        rest()
      })

    const flow: Flow = {
      nowMs,
      get signal() {
        if (controller === undefined) {
          controller = new AbortController()
          if (aborted !== undefined) controller.abort(aborted.reason)
        }
        return controller.signal
      },
      sleep: (ms, signal) =>
        block<void>((wake) => (ms === Number.POSITIVE_INFINITY ? () => {} : schedule(ms, () => wake())), signal),
      waitUntil: async (predicate, limitMs, signal) => {
        if (aborted !== undefined) throw aborted.reason
        signal?.throwIfAborted()
        if (predicate()) return true
        return block<boolean>((wake, fail) => {
          const waiter: Waiter = { predicate, wake: () => wake(true), fail }
          waiters.add(waiter)
          const cancel = limitMs === Number.POSITIVE_INFINITY ? () => {} : schedule(limitMs, () => wake(false))
          return () => {
            waiters.delete(waiter)
            cancel()
          }
        }, signal)
      },
      spawn: (child, childOptions = {}) => start(child, childOptions),
      join: async (handle, signal) => {
        await flow.waitUntil(() => handle.outcome() !== undefined, Number.POSITIVE_INFINITY, signal)
        const result = handle.outcome()
        if (result === undefined) throw new FlowBlockedError()
        return result
      },
    }

    const end = (result: FlowOutcome<T>): void => {
      outcome = result
      cancelDeadline()
      if (!isBlocked) {
        isBlocked = true
        rest()
      }
      if (options.onEnd !== undefined) options.onEnd(result)
      else if (result.status === 'threw') fail(result.error)
    }

    ready.push(() => {
      isBlocked = false
      body(flow).then(
        (value) => end({ status: 'returned', value }),
        (error: unknown) => end({ status: 'threw', error }),
      )
    })
    return { outcome: () => outcome, abort }
  }

  return {
    start,
    examine,
    isAwake: () => awake,
    hasReady: () => ready.length > 0,
    wakeNext: () => {
      const next = ready.shift()
      if (next === undefined) return false
      awake = true
      next()
      return true
    },
    idle: () =>
      awake
        ? new Promise((resolve) => {
            idleListeners.push(resolve)
          })
        : Promise.resolve(),
  }
}
