import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { WaitingFirst } from './waiting-first.mjs'

/** Where the last run left its result, for .ci/run. */
const report = 'node_modules/.cache/vitest/report.json'

export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['{harness,baselines,analysis}/**/*.test.ts'],
    allowOnly: false,
    // Slow machines, busy ones, and all tests at once: nothing is judged by how long it takes.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // One more than there are cores: some files spend their time waiting for a server in real time.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: WaitingFirst },
    reporters: ['default', 'json'],
    outputFile: { json: report },
    coverage: {
      provider: 'v8',
      include: ['{harness,baselines,analysis}/**/*.ts'],
      exclude: ['**/*.test.ts', 'harness/tooling/**'],
    },
  },
})
