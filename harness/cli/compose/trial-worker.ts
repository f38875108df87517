import { workerData } from 'node:worker_threads'
import { serveWorker } from './serve-worker.ts'
import { createTrialRunner, type TrialSetup } from './trial-runner.ts'

// The file that a worker thread runs: it takes trials one by one and answers each with its record.
serveWorker(await createTrialRunner(workerData as TrialSetup))
