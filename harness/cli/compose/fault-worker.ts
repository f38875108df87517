import { createFaultProver } from './fault-prover.ts'
import { serveWorker } from './serve-worker.ts'

// The file that a worker thread runs: it proves faults one by one.
serveWorker(createFaultProver())
