import { defineConfig } from 'vitest/config'

/** Where the last run left its result, for .ci/run. */
const report = 'node_modules/.cache/vitest/report.json'

export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['{harness,baselines,analysis}/**/*.test.ts'],
    allowOnly: false,
    testTimeout: 180_000,
    reporters: ['default', 'json'],
    outputFile: { json: report },
    coverage: {
      provider: 'v8',
      include: ['{harness,baselines,analysis}/**/*.ts'],
      exclude: ['**/*.test.ts', 'harness/tooling/**'],
    },
  },
})
