import { Worker } from 'node:worker_threads'
import { InfrastructureError, InterruptedError } from '../../domain/errors.ts'
import type { FromWorker, ToWorker } from './worker-messages.ts'

export interface WorkerRunnerOptions {
  /** File of the worker. */
  readonly entry: URL
  readonly workers: number
  /** What each worker is built from; plain data. */
  readonly setup: unknown
}

/** Runs jobs, which are plain data as their results are. */
export interface WorkerRunner<Job, Result> {
  /** So many jobs may run at a time. */
  readonly capacity: number
  /** @throws {InterruptedError} when the signal was aborted */
  readonly run: (job: Job, signal: AbortSignal) => Promise<Result>
  readonly close: () => Promise<void>
}

/**
 * Runs jobs in worker threads, one at a time in each. A worker owns its clusters and sends finished results; what it runs is decided
 * here, job by job.
 */
export const createWorkerRunner = <Job, Result>({
  entry,
  workers,
  setup,
}: WorkerRunnerOptions): WorkerRunner<Job, Result> => {
  const all = Array.from({ length: workers }, () =>
    createLane<Job, Result>(new Worker(entry, { workerData: setup, resourceLimits: HEAP })),
  )
  const idle = [...all]
  return {
    capacity: workers,
    run: async (job, signal) => {
      const lane = idle.pop()
      if (lane === undefined) throw new RangeError(`asked to run more than ${workers} jobs at a time`)
      try {
        return await lane.run(job, signal)
      } finally {
        idle.push(lane)
      }
    },
    close: async () => {
      await Promise.all(all.map((lane) => lane.close()))
    },
  }
}

/** A trial's live heap is some 35 MB; without a limit V8 lets several times that pile up before it collects. */
const HEAP = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 12 }

interface Lane<Job, Result> {
  readonly run: (job: Job, signal: AbortSignal) => Promise<Result>
  readonly close: () => Promise<void>
}

const createLane = <Job, Result>(worker: Worker): Lane<Job, Result> => {
  let settle: { readonly resolve: (result: Result) => void; readonly reject: (error: Error) => void } | null = null
  let broken: Error | null = null
  const give = (take: (waiting: NonNullable<typeof settle>) => void): void => {
    const waiting = settle
    settle = null
    if (waiting !== null) take(waiting)
  }
  const breakDown = (error: Error): void => {
    broken ??= error
    give(({ reject }) => reject(error))
  }
  worker.on('message', (message: FromWorker<Result>) => {
    give(({ resolve, reject }) => (message.type === 'finished' ? resolve(message.result) : reject(errorOf(message))))
  })
  worker.on('error', (cause) => breakDown(new InfrastructureError(`a worker broke: ${cause.message}`, { cause })))
  worker.on('exit', (code) => breakDown(new InfrastructureError(`a worker ended by itself, with code ${code}`)))
  const send = (message: ToWorker<Job>): void => worker.postMessage(message)
  return {
    run: (job, signal) =>
      new Promise<Result>((resolve, reject) => {
        if (broken !== null) return reject(broken)
        const abort = (): void => send({ type: 'abort' })
        const done = (): void => signal.removeEventListener('abort', abort)
        settle = {
          resolve: (result) => (done(), resolve(result)),
          reject: (error) => (done(), reject(error)),
        }
        signal.addEventListener('abort', abort, { once: true })
        send({ type: 'run', job })
        if (signal.aborted) abort()
      }),
    close: async () => {
      worker.removeAllListeners('exit')
      if (broken !== null) return
      await new Promise<void>((resolve) => {
        worker.once('exit', () => resolve())
        send({ type: 'close' })
      })
    },
  }
}

const errorOf = (message: Extract<FromWorker<never>, { readonly type: 'failed' }>): Error => {
  if (message.isInterruption) return new InterruptedError(message.message)
  const error = new InfrastructureError(message.message)
  if (message.stack !== undefined) error.stack = message.stack
  return error
}
