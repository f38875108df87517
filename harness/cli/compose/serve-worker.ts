import { parentPort } from 'node:worker_threads'
import { InterruptedError } from '../../domain/errors.ts'
import type { FromWorker, ToWorker } from './worker-messages.ts'

export interface WorkerInside<Job, Result> {
  readonly run: (job: Job, signal: AbortSignal) => Promise<Result>
  readonly close: () => Promise<void>
}

/** The inside of a worker thread: takes jobs one by one and answers each with its result. */
export const serveWorker = <Job, Result>({ run, close }: WorkerInside<Job, Result>): void => {
  const port = parentPort
  if (port === null) throw new Error('this is the inside of a worker thread')
  const answer = (message: FromWorker<Result>): void => port.postMessage(message)
  let stop = new AbortController()
  port.on('message', (message: ToWorker<Job>) => {
    switch (message.type) {
      case 'run':
        stop = new AbortController()
        run(message.job, stop.signal).then(
          (result) => answer({ type: 'finished', result }),
          (error: unknown) => answer(failure(error)),
        )
        return
      case 'abort':
        stop.abort(new InterruptedError('the run was stopped'))
        return
      case 'close':
        void close().finally(() => port.close())
    }
  })
}

const failure = (error: unknown): Extract<FromWorker<never>, { readonly type: 'failed' }> => ({
  type: 'failed',
  isInterruption: error instanceof InterruptedError,
  message: error instanceof Error ? error.message : String(error),
  stack: error instanceof Error ? error.stack : undefined,
})
