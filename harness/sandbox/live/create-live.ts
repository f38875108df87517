import type { Clock } from '../../ports/clock.ts'
import type { Flow, FlowBody, RunOptions, Simulation } from '../engine/types.ts'

export interface LiveDependencies {
  readonly simulation: Simulation
  /** The clock that the cluster follows. */
  readonly clock: Clock
  /** Hears of what an event of the cluster threw: a defect, after which the cluster goes on. */
  readonly onError: (error: unknown) => void
}

/** A simulation that keeps pace with another clock, for clients that have a time of their own. */
export interface Live {
  /** The same simulation. Before `start` its `run` jumps as ever; afterwards cluster time passes at the other clock's pace. */
  readonly simulation: Simulation
  /** Lets cluster time follow from now on, `speed` cluster seconds a second. */
  readonly start: (speed: number) => void
  /** Lets cluster time stand still for good. */
  readonly stop: () => void
  /** Brings the cluster to the present and calls `body` there; it must not wait for cluster time. */
  readonly perform: <T>(body: FlowBody<T> | ((flow: Flow) => T)) => Promise<T>
  /** Looks again what is due: for whoever changed something from outside, such as aborting a flow. */
  readonly nudge: () => void
}

/** Rounds of events that cause further ones at the same time, before timers and sockets have their turn. */
const MAX_ROUNDS = 64

/** At rest it costs one timer, for the next event. */
export const createLive = ({ simulation, clock, onError }: LiveDependencies): Live => {
  let origin: { readonly realMs: number; readonly clusterMs: number; readonly speed: number } | undefined
  let isStopped = false
  let isDriving = false
  let alarm = new AbortController()

  const presentMs = (): number =>
    origin === undefined
      ? simulation.nowMs()
      : Math.max(simulation.nowMs(), origin.clusterMs + (clock.nowMs() - origin.realMs) * origin.speed)

  /** A sleep of 0 stands behind what is due already. */
  const inThePresent =
    <T>(body: FlowBody<T>): FlowBody<T> =>
    async (flow) => {
      await flow.sleep(presentMs() - flow.nowMs())
      return body(flow)
    }

  const drive = async (): Promise<void> => {
    if (isDriving || isStopped || origin === undefined) return
    isDriving = true
    alarm.abort()
    try {
      // What was caused follows at once, but a cluster that cannot keep pace must not keep everybody else waiting.
      for (let round = 0; round === 0 || (round < MAX_ROUNDS && isDue() && !isStopped); round += 1)
        await simulation.run(inThePresent(async () => {}))
    } catch (error) {
      onError(error)
    }
    isDriving = false
    arm()
  }

  const isDue = (): boolean => (simulation.nextEventMs() ?? Number.POSITIVE_INFINITY) <= presentMs()

  /** Sleeps until the next event; an event that comes in between sets the alarm anew. */
  const arm = (): void => {
    const next = simulation.nextEventMs()
    if (isStopped || next === undefined || origin === undefined) return
    alarm = new AbortController()
    const { signal } = alarm
    clock.sleep(Math.max(1, Math.ceil((next - presentMs()) / origin.speed)), signal).then(
      () => nudge(),
      // Aborted: somebody else drives, and arms again.
      () => {},
    )
  }

  const nudge = (): void => {
    drive().catch(onError)
  }

  const run = <T>(body: FlowBody<T>, options: RunOptions = {}): Promise<T> => {
    if (origin === undefined) return simulation.run(body, options)
    const { deadlineMs } = options
    return new Promise((resolve, reject) => {
      simulation.spawn(inThePresent(body), {
        ...(deadlineMs === undefined ? {} : { deadlineMs }),
        onEnd: (outcome) => (outcome.status === 'returned' ? resolve(outcome.value) : reject(outcome.error)),
      })
      nudge()
    })
  }

  return {
    simulation: {
      ...simulation,
      run,
      spawn: (body, options) => {
        const handle = simulation.spawn(body, options)
        if (origin !== undefined) nudge()
        return {
          outcome: handle.outcome,
          abort: (reason) => {
            handle.abort(reason)
            nudge()
          },
        }
      },
    },
    start: (speed) => {
      origin = { realMs: clock.nowMs(), clusterMs: simulation.nowMs(), speed }
      nudge()
    },
    stop: () => {
      isStopped = true
      alarm.abort()
    },
    perform: async (body) => {
      if (isStopped) throw new Error('the cluster has been shut down')
      try {
        return await simulation.run(inThePresent(async (flow) => body(flow)))
      } finally {
        nudge()
      }
    },
    nudge,
  }
}
