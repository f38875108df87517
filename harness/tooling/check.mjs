import { fileURLToPath } from 'node:url'
import { $ } from 'zx'

// `npm run check`: everything that decides whether the code may stay. All steps run, so that one look shows all faults.
// `--static` leaves out the tests.

process.chdir(fileURLToPath(new URL('../..', import.meta.url)))
$.env = { ...process.env, PATH: `node_modules/.bin:${process.env['PATH']}`, NO_COLOR: '1' }
$.nothrow = true
$.quiet = true

const steps = {
  format: () => $`prettier --check --log-level warn .`,
  lint: () => $`oxlint --type-aware --deny-warnings`,
  types: () => $`tsc -p tsconfig.json --pretty false`,
  'import direction': () => $`node harness/tooling/import-direction.mjs`,
  'dead code': () => $`knip --no-progress`,
  build: () => $`node harness/tooling/build.mjs`,
  package: () => $`publint --strict`,
  tests: () => $`vitest run --config harness/tooling/vitest.config.ts`,
}

const isStatic = process.argv.includes('--static')
const chosen = Object.entries(steps).filter(([name]) => !(isStatic && name === 'tests'))

const failed = []
for (const [name, run] of chosen) {
  const { exitCode, stdout, stderr, duration } = await run()
  console.log(`${exitCode === 0 ? 'ok    ' : 'FAILED'} ${name} (${(duration / 1000).toFixed(1)} s)`)
  if (exitCode !== 0) {
    failed.push(name)
    console.log(`${stdout}${stderr}`.trimEnd())
  }
}
console.log(`${chosen.length - failed.length} of ${chosen.length} steps passed`)
process.exitCode = failed.length === 0 ? 0 : 1
