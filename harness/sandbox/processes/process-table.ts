import type { Files } from './files/files.ts'
import {
  SIGNALS,
  type Activity,
  type Listener,
  type Outcome,
  type Process,
  type ProcessClock,
  type ProcessTable,
  type Program,
  type Signal,
  type SpawnRequest,
  type Streams,
} from './types.ts'
import { createProcessScheduler, type Running } from './process-scheduler.ts'
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

/**
 * The processes of one container: who there is, what signals do to them, and what is left when one ends.
 */
export const createProcessTable = (options: ProcessTableOptions): ProcessTable & { readonly stop: () => void } => {
  const { clock } = options
  const all = new Map<number, Running>()
  const ended = new Map<number, Running>()
  const { listeners } = options
  let lastPid = 0
  let environment: Readonly<Record<string, string>> = {}
  let isOver = false

  const scheduler = createProcessScheduler({
    clock,
    files: options.files,
    loaded: options.loaded,
    all: () => all.values(),
    end: (process, exitCode) => end(process, exitCode),
  })

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
    scheduler.poke()
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
    scheduler.begin(process)
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
    if (effect !== undefined && effect.kind !== 'work' && effect.breaksOnSignal === true)
      scheduler.wake(process, 'signal')
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
    poke: scheduler.poke,
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

const KEPT_ENDED = 64
