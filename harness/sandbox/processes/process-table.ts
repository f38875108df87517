import type { Cancel } from '../engine/types.ts'
import { FileFailure } from './files/file-trouble.ts'
import type { Files } from './files/files.ts'
import {
  BrokenPipe,
  SIGNALS,
  type Activity,
  type Effect,
  type Listener,
  type Outcome,
  type Process,
  type ProcessClock,
  type ProcessTable,
  type Program,
  type Resumption,
  type Signal,
  type SpawnRequest,
  type Streams,
} from './types.ts'
import { settled } from './streams.ts'
import type { Wire } from './wire.ts'

export interface ProcessTableOptions {
  readonly clock: ProcessClock
  readonly files: Files
  readonly wire: Wire
  readonly hostname: string
  /** Ports that are taken, in the whole pod. */
  readonly listeners: Map<number, Listener>
  readonly streams: Streams
  readonly limits: ProcessTable['limits']
  readonly findProgram: (name: string) => Program | undefined
  /** Process 1 has ended; every other process is gone, too. */
  readonly ended: (exitCode: number) => void
  /** Use of CPU or memory may have changed. */
  readonly loaded: () => void
  /** Something began or ceased to listen. */
  readonly changed: () => void
}

interface Running extends Process {
  readonly activity: Activity<number>
  readonly streams: Streams
  effect: Effect | undefined
  /** What it came to before its files kept it waiting. */
  held: IteratorResult<Effect, number> | undefined
  cancel: Cancel
  steps: number
  restMs: number
}

/**
 * The processes of one container. Each runs until it waits; waiting costs an event when it wakes and nothing in between. A process that
 * does not wait is stopped after `BURST` steps and then goes on in ever longer intervals, with its CPU counted as used in full.
 */
export const createProcessTable = (options: ProcessTableOptions): ProcessTable & { readonly stop: () => void } => {
  const { clock } = options
  const all = new Map<number, Running>()
  const ended = new Map<number, Running>()
  const { listeners } = options
  const due: { readonly process: Running; readonly how: Resumption }[] = []
  let lastPid = 0
  let environment: Readonly<Record<string, string>> = {}
  let isPumping = false
  let isOver = false

  const pump = (): void => {
    if (isPumping) return
    isPumping = true
    try {
      for (let next = due.shift(); next !== undefined; next = due.shift()) resume(next.process, next.how)
    } finally {
      isPumping = false
    }
  }

  const resume = (process: Running, how: Resumption): void => {
    let resumption = how
    while (process.exitCode === undefined) {
      const result = process.held ?? step(process, resumption)
      process.held = undefined
      if (result === undefined) return
      const owedMs = options.files.takeDelayMs()
      if (owedMs > 0) return hold(process, result, owedMs)
      if (result.done === true) return end(process, result.value)
      const effect = result.value
      resumption = 'done'
      if (effect.kind === 'work') {
        process.steps += 1
        if (process.steps > (process.restMs === 0 ? BURST : LATER_BURST)) return rest(process)
        continue
      }
      process.steps = 0
      if (process.restMs > 0) {
        process.restMs = 0
        setCpu(process, 0)
      }
      if (effect.breaksOnSignal === true && process.pending.length > 0) {
        resumption = 'signal'
        continue
      }
      if (effect.kind === 'until' && effect.test()) continue
      if (effect.kind === 'sleep' && effect.ms !== Number.POSITIVE_INFINITY)
        process.cancel = clock.schedule(effect.ms, () => wake(process, 'done'))
      process.effect = effect
      return
    }
  }

  /** Its files kept it waiting: what it does next it does later. */
  const hold = (process: Running, result: IteratorResult<Effect, number>, ms: number): void => {
    process.held = result
    process.effect = { kind: 'sleep', ms }
    process.cancel = clock.schedule(ms, () => wake(process, 'done'))
  }

  const step = (process: Running, how: Resumption): IteratorResult<Effect, number> | undefined => {
    try {
      return process.activity.next(how)
    } catch (error) {
      if (error instanceof FileFailure) {
        process.streams.stderr.write(`${process.argv[0]}: ${error.message}\n`)
        end(process, 1)
        return undefined
      }
      if (!(error instanceof BrokenPipe)) throw error
      end(process, 128 + SIGNALS.PIPE)
      return undefined
    }
  }

  /** It did more than fits into no time: it uses its CPU and goes on later. */
  const rest = (process: Running): void => {
    process.steps = 0
    process.restMs = Math.min(Math.max(1000, process.restMs * 2), LONGEST_REST_MS)
    setCpu(process, 1000)
    process.effect = { kind: 'sleep', ms: process.restMs }
    process.cancel = clock.schedule(process.restMs, () => wake(process, 'done'))
  }

  const setCpu = (process: Running, cpuMilli: number): void => {
    if (process.cpuMilli === cpuMilli) return
    process.cpuMilli = cpuMilli
    options.loaded()
  }

  const wake = (process: Running, how: Resumption): void => {
    process.cancel()
    process.effect = undefined
    due.push({ process, how })
    pump()
  }

  const poke = (): void => {
    for (const process of all.values()) {
      const { effect } = process
      if (effect?.kind === 'until' && effect.test()) wake(process, 'done')
    }
  }

  const end = (process: Running, exitCode: number): void => {
    if (process.exitCode !== undefined) return
    process.exitCode = exitCode
    process.cancel()
    process.effect = undefined
    all.delete(process.pid)
    ended.set(process.pid, process)
    if (ended.size > KEPT_ENDED) ended.delete(ended.keys().next().value ?? 0)
    const { stdin, stdout, stderr } = process.streams
    stdin.release()
    stdout.release()
    stderr.release()
    let wasListening = false
    for (const [port, listener] of listeners) {
      if (listener.process !== process) continue
      listeners.delete(port)
      wasListening = true
    }
    for (const other of all.values()) if (other.parent === process.pid) other.parent = 1
    if (process.pid === 1) {
      stop()
      options.ended(exitCode)
      return
    }
    if (wasListening) options.changed()
    if (process.cpuMilli !== 0 || process.memoryBytes !== 0) options.loaded()
    poke()
  }

  const stop = (): void => {
    if (isOver) return
    isOver = true
    for (const process of all.values()) end(process, 128 + SIGNALS.KILL)
  }

  const spawn = (request: SpawnRequest): Process => {
    lastPid += 1
    const process: Running = {
      pid: lastPid,
      parent: request.parent,
      argv: request.argv,
      startedMs: clock.nowMs(),
      exitCode: undefined,
      handlers: inherited(all.get(request.parent)),
      pending: [],
      cpuMilli: 0,
      memoryBytes: 0,
      activity: begin(() => request.run(call)),
      streams: request.streams,
      effect: undefined,
      held: undefined,
      cancel: () => {},
      steps: 0,
      restMs: 0,
    }
    const [name = ''] = request.argv
    const call = { ...request, name, args: request.argv.slice(1), process, table }
    request.streams.stdin.retain()
    request.streams.stdout.retain()
    request.streams.stderr.retain()
    all.set(process.pid, process)
    if (process.pid === 1) environment = request.environment
    due.push({ process, how: 'done' })
    pump()
    return process
  }

  const signal = (pid: number, name: Signal): boolean => {
    const process = all.get(pid)
    if (process === undefined) return false
    // The kernel keeps the first process of a container from everything that it does not handle, SIGKILL included.
    if (name === 'KILL') {
      if (pid !== 1) end(process, 128 + SIGNALS.KILL)
      return true
    }
    const handler = process.handlers.get(name)
    if (handler === undefined && pid !== 1) end(process, 128 + SIGNALS[name])
    if (handler !== 'handle') return true
    process.pending.push(name)
    const { effect } = process
    if (effect !== undefined && effect.kind !== 'work' && effect.breaksOnSignal === true) wake(process, 'signal')
    return true
  }

  const table: ProcessTable & { readonly stop: () => void } = {
    clock,
    files: options.files,
    wire: options.wire,
    hostname: options.hostname,
    streams: options.streams,
    environment: () => environment,
    limits: options.limits,
    listeners,
    findProgram: options.findProgram,
    spawn,
    processes: () => [...all.values()],
    find: (pid) => all.get(pid) ?? ended.get(pid),
    signal,
    listen: (port, listener) => {
      if (listeners.has(port)) return false
      listeners.set(port, listener)
      options.changed()
      return true
    },
    loaded: options.loaded,
    poke,
    fork: (ownClock, streams) =>
      createProcessTable({
        ...options,
        clock: ownClock,
        streams,
        ended: () => {},
        loaded: () => {},
        changed: () => {},
      }),
    stop,
  }
  return table
}

/** Children inherit what their parent ignores; handlers are its own. */
const inherited = (parent: Process | undefined): Process['handlers'] =>
  new Map([...(parent?.handlers ?? [])].filter(([, handler]) => handler === 'ignore'))

function* begin(run: () => Outcome): Activity<number> {
  return yield* settled(run())
}

/** Steps that a process may take in no time, and in each interval after that. */
const BURST = 10_000
const LATER_BURST = 200
const LONGEST_REST_MS = 3_600_000
const KEPT_ENDED = 64
