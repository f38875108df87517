import type { KubeObject } from '../api/types/object.ts'
import type { Cancel } from '../engine/types.ts'
import type { Files } from './files/files.ts'
import type { ResponseHeader, Wire } from './wire.ts'

/**
 * What an activity waits for. `sleep` and `until` end early when a signal arrives that the process handles, if `breaksOnSignal` is set;
 * otherwise the signal stays pending. `work` waits for nothing: it counts a step against what a process may do in no time.
 */
export type Effect =
  | { readonly kind: 'sleep'; readonly ms: number; readonly breaksOnSignal?: boolean }
  | { readonly kind: 'until'; readonly test: () => boolean; readonly breaksOnSignal?: boolean }
  | { readonly kind: 'work' }

export type Resumption = 'done' | 'signal'

/** Something that goes on in cluster time, one effect after the other. It is resumed synchronously: no promises. */
export type Activity<T> = Generator<Effect, T, Resumption>

/** What becomes of something that may wait, or be over at once. */
export type Outcome = number | Activity<number>

export const SIGNALS = { HUP: 1, INT: 2, QUIT: 3, KILL: 9, USR1: 10, USR2: 12, PIPE: 13, TERM: 15 } as const
export type Signal = keyof typeof SIGNALS

/** Where text goes. Pipes count their writers; everything else ignores `retain` and `release`. */
export interface Sink {
  /** @throws {BrokenPipe} when nobody reads any more */
  readonly write: (text: string) => void
  readonly retain: () => void
  readonly release: () => void
}

/** Where text comes from. */
export interface Source {
  /** Takes what has arrived. */
  readonly take: () => string
  /** Puts back what was taken and not used. */
  readonly restore: (text: string) => void
  readonly hasText: () => boolean
  /** Nothing more will arrive. */
  readonly isClosed: () => boolean
  readonly retain: () => void
  readonly release: () => void
}

export interface Streams {
  readonly stdin: Source
  readonly stdout: Sink
  readonly stderr: Sink
  /** They are a terminal's: a shell shows its prompt there. */
  readonly isTerminal?: boolean
}

/** The writer of a pipe that nobody reads gets SIGPIPE. */
export class BrokenPipe extends Error {
  override readonly name = 'BrokenPipe'
}

export interface Process {
  readonly pid: number
  parent: number
  argv: readonly string[]
  readonly startedMs: number
  /** Present once it has ended. */
  exitCode: number | undefined
  /** What it does about signals; a signal that is not listed has its default effect. */
  readonly handlers: Map<Signal, 'ignore' | 'handle'>
  /** Handled signals that have arrived and were not looked at yet. */
  readonly pending: Signal[]
  cpuMilli: number
  memoryBytes: number
}

/** What a program gets to work with. */
export interface ProgramCall {
  /** The name it was called by. */
  readonly name: string
  readonly args: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly directory: string
  readonly streams: Streams
  readonly process: Process
  readonly table: ProcessTable
}

/** A program. It returns its exit code. */
export interface Program {
  readonly run: (call: ProgramCall) => Outcome
  /** It ends at once, so that a shell need not make a process of it. */
  readonly isQuick?: boolean
}

export interface SpawnRequest {
  readonly argv: readonly string[]
  readonly run: (call: ProgramCall) => Outcome
  readonly environment: Readonly<Record<string, string>>
  readonly directory: string
  readonly streams: Streams
  readonly parent: number
}

/** Virtual time as a process sees it. */
export interface ProcessClock {
  readonly nowMs: () => number
  readonly schedule: (delayMs: number, event: () => void) => Cancel
}

/** Something that listens on a port. */
export interface Listener {
  readonly process: Process
  readonly server: Server
}

/** How a server answers HTTP. Requests are settled when they begin: the reply says how long it takes. */
export interface Server {
  readonly product: string
  readonly reply: (request: ServerRequest) => Reply
  /** The answer to one path can change by itself, without anything in the container changing. */
  readonly isVolatile: (path: string) => boolean
  readonly answersHttp: boolean
  /** A webhook of the API server: what it makes of an object. */
  readonly review?: (object: KubeObject) => KubeObject
}

export interface ServerRequest {
  readonly method: string
  readonly path: string
  readonly clientIp: string
  /** Cluster time at which it arrives, ms; it may lie ahead of the clock. */
  readonly atMs: number
  /** What the server's own clock says then, where that is wrong. */
  readonly clockMs?: number
}

export interface Reply {
  readonly status: number
  readonly contentType: string
  readonly body: string
  readonly headers?: readonly ResponseHeader[] | undefined
  /** Expected time of work, ms; single requests stray by `spreadRatio`. Infinity: it never answers. */
  readonly serviceMs: number
  readonly spreadRatio: number
  /** CPU time that the work takes, ms. */
  readonly cpuMs: number
  /** The line of the access log; written to the container's log when the request is done. */
  readonly logLine?: string | undefined
}

/** What the processes of a container have in common. */
export interface ProcessTable {
  readonly clock: ProcessClock
  readonly files: Files
  readonly wire: Wire
  readonly hostname: string
  /** Environment of process 1. */
  readonly environment: () => Readonly<Record<string, string>>
  /** The streams of process 1. */
  readonly streams: Streams
  readonly listeners: Map<number, Listener>
  readonly findProgram: (name: string) => Program | undefined
  readonly spawn: (request: SpawnRequest) => Process
  readonly processes: () => readonly Process[]
  readonly find: (pid: number) => Process | undefined
  /** Sends a signal from inside. @returns whether there is such a process */
  readonly signal: (pid: number, signal: Signal) => boolean
  /** Takes a port. @returns whether it was free */
  readonly listen: (port: number, listener: Listener) => boolean
  /** Says that use of CPU or memory changed. */
  readonly loaded: () => void
  /** Looks again at what processes wait for. */
  readonly poke: () => void
  /** Starts a table of its own whose time runs ahead on its own clock: for what must be settled at once. */
  readonly fork: (clock: ProcessClock, streams: Streams) => ProcessTable & { readonly stop: () => void }
  /** Facts for `ps`, `top` and the like. */
  readonly limits: { readonly cpuMilli: number; readonly memoryBytes: number }
}
