import { parentPort, workerData } from 'node:worker_threads'
import { InterruptedError } from '../../domain/errors.ts'
import { createTrialRunner, type TrialSetup } from './trial-runner.ts'
import type { FromWorker, ToWorker } from './worker-messages.ts'

// The file that a worker thread runs: it takes trials one by one and answers each with its record.

const port = parentPort
if (port === null) throw new Error('this file is the inside of a worker thread')

const runner = await createTrialRunner(workerData as TrialSetup)
let stop = new AbortController()

const answer = (message: FromWorker): void => port.postMessage(message)

port.on('message', (message: ToWorker) => {
  switch (message.type) {
    case 'run':
      stop = new AbortController()
      runner.run(message.spec, stop.signal).then(
        (trial) => answer({ type: 'finished', trial }),
        (error: unknown) => answer(failure(error)),
      )
      return
    case 'abort':
      stop.abort(new InterruptedError('the sweep was stopped'))
      return
    case 'close':
      void runner.close().finally(() => port.close())
  }
})

const failure = (error: unknown): FromWorker => ({
  type: 'failed',
  isInterruption: error instanceof InterruptedError,
  message: error instanceof Error ? error.message : String(error),
  stack: error instanceof Error ? error.stack : undefined,
})
