import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import configuration, { homeRule, packageHomes } from '../../.dependency-cruiser.mjs'
import { checkImportDirection, compare } from './import-direction.mjs'

// One forbidden import for every rule: [rule, file, what it imports].
const forbidden: readonly (readonly [rule: string, from: string, to: string])[] = [
  ['no-cycle', 'harness/policy/left.ts', './right.ts'],
  ['no-folder-cycle', 'analysis/tables/a.ts', '../figures/b.ts'],
  ['no-folder-cycle', 'analysis/figures/c.ts', '../tables/d.ts'],
  ['unresolvable', 'harness/domain/lost.ts', './nowhere.ts'],
  ['domain-imports-zod-only', 'harness/domain/reads-yaml.ts', 'yaml'],
  ['domain-imports-zod-only', 'harness/domain/reads-path.ts', 'node:path'],
  ['domain-imports-zod-only', 'harness/domain/reads-port.ts', '../ports/clock.ts'],
  ['ports-import-domain-only', 'harness/ports/schema.ts', 'zod'],
  ['ports-import-domain-only', 'harness/ports/pipe.ts', '../pipeline/run.ts'],
  ['known-folder', 'harness/helpers/a.ts', '../domain/task.ts'],
  ['runner-imports-ports-only', 'harness/runner/a.ts', '../policy/allow.ts'],
  ['cluster-is-for-wiring', 'harness/pipeline/tenant.ts', '../cluster/tenant.ts'],
  ['cluster-uses-pipeline-and-policy', 'harness/cluster/reach.ts', '../adapters/sqlite/open.ts'],
  ['siblings-apart', 'harness/pipeline/store.ts', '../adapters/sqlite/open.ts'],
  ['siblings-apart', 'harness/sandbox/api/table.ts', '../../../analysis/tables/d.ts'],
  ['siblings-apart', 'harness/planners/write.ts', '../generators/template.ts'],
  ['policy-serves-pipeline-only', 'baselines/gate.ts', '../harness/policy/allow.ts'],
  ['adapters-apart', 'harness/adapters/local/other.ts', '../sqlite/open.ts'],
  ['methods-see-no-oracle', 'baselines/cheat.ts', '../harness/pipeline/run.ts'],
  ['methods-see-no-oracle', 'baselines/cheat.test.ts', '../harness/sandbox/api/get.ts'],
  ['wiring-is-the-top', 'harness/verifiers/exit.ts', '../cli/compose.ts'],
  ['fakes-are-for-tests', 'harness/optimizers/fake.ts', '../testing/a-trial.ts'],
  ['tests-are-leaves', 'harness/policy/reuse.ts', './allow.test.ts'],
  ['io-at-the-edge', 'harness/pipeline/read.ts', 'node:fs'],
  ['io-at-the-edge', 'harness/policy/wait.ts', 'node:timers/promises'],
  ['io-at-the-edge', 'analysis/statistics/read.ts', 'node:fs/promises'],
  ['pure-packages-inside', 'analysis/statistics/fast.ts', 'fast-check'],
  ['undeclared-package', 'harness/cli/semver.ts', 'semver'],
  ['development-package-shipped', 'harness/cli/shipped.ts', 'fast-check'],
  ...Object.keys(packageHomes).map(
    (name) => [homeRule(name), `harness/optimizers/${homeRule(name)}.ts`, name] as const,
  ),
  ['kernel-engine', 'harness/sandbox/engine/up.ts', '../api/get.ts'],
  ['kernel-api', 'harness/sandbox/api/up.ts', '../kubelet/sync.ts'],
  ['kernel-controllers', 'harness/sandbox/chaos/up.ts', '../kubectl/main.ts'],
  ['kernel-kubectl', 'harness/sandbox/kubectl/up.ts', '../shell/run.ts'],
  ['kernel-shell', 'harness/sandbox/shell/up.ts', '../ssh/serve.ts'],
]

// Imports that the house plan allows, and that a rule written too wide would hit.
const allowed: readonly (readonly [from: string, to: string])[] = [
  ['harness/domain/task.ts', 'zod'],
  ['harness/ports/clock.ts', '../domain/task.ts'],
  ['harness/pipeline/run.ts', '../policy/allow.ts'],
  ['harness/policy/allow.ts', 'just-bash'],
  ['harness/runner/run-step.ts', '../ports/clock.ts'],
  ['harness/verifiers/heuristic.ts', '../runner/run-step.ts'],
  ['analysis/figures/bars.ts', 'vega-lite'],
  ['harness/policy/allow.test.ts', '../sandbox/api/get.ts'],
  ['harness/sandbox/kubelet/sync.ts', '../network/route.ts'],
  ['harness/sandbox/ssh/serve.ts', 'ssh2'],
  ['harness/sandbox/shell/run.ts', '../kubectl/main.ts'],
  ['harness/sandbox/api/get.ts', 'node:crypto'],
  ['harness/adapters/sqlite/open.ts', 'better-sqlite3'],
  ['harness/cli/compose.ts', '../pipeline/run.ts'],
  ['harness/generators/template.ts', 'yaml'],
  ['analysis/tables/d.ts', 'yaml'],
]

let root = ''
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'import-direction-'))
  for (const [from, to] of [...forbidden.map(([, from, to]) => [from, to] as const), ...allowed]) {
    write(from, `import * as imported from '${to}'\nexport const used = imported\n`)
    if (to.startsWith('.') && to !== './nowhere.ts') touch(join(dirname(from), to))
  }
  // The allowed imports are written last, over the empty files that others import.
  for (const [from, to] of allowed) write(from, `import * as imported from '${to}'\nexport const used = imported\n`)
  write('harness/policy/right.ts', `export * from './left.ts'\n`)
  symlinkSync(join(import.meta.dirname, '../../node_modules'), join(root, 'node_modules'))
  for (const file of ['package.json', 'tsconfig.json'])
    symlinkSync(join(import.meta.dirname, '../..', file), join(root, file))
})
afterAll(() => {
  rmSync(root, { recursive: true })
})

test('each rule refuses an import that breaks it, and allows what the house plan allows', async () => {
  const { missed, violations } = await checkImportDirection(root)
  const found = new Set(violations.map(({ rule, from }) => `${rule} ${from}`))
  const isFolderRule = (rule: string) => rule === 'no-folder-cycle'
  const place = (rule: string, from: string) => `${rule} ${isFolderRule(rule) ? dirname(from) : from}`

  expect(missed).toEqual([])
  expect(forbidden.map(([rule, from]) => place(rule, from)).filter((line) => !found.has(line))).toEqual([])
  expect(violations.filter(({ from }) => allowed.some(([file]) => file === from))).toEqual([])
})

test('no rule is without an import that shows it', () => {
  const shown = new Set(forbidden.map(([rule]) => rule))
  expect(configuration.forbidden?.map(({ name }) => name).filter((name) => !shown.has(name ?? ''))).toEqual([])
})

test('a run that understands no file is reported, not passed', () => {
  const nothing = { modules: [], summary: { violations: [] } }
  expect(compare(['harness/a.ts'], nothing)).toEqual({ cruised: 0, missed: ['harness/a.ts'], violations: [] })
})

const write = (file: string, text: string) => {
  mkdirSync(join(root, dirname(file)), { recursive: true })
  writeFileSync(join(root, file), text)
}

const touch = (file: string) => {
  mkdirSync(join(root, dirname(file)), { recursive: true })
  writeFileSync(join(root, file), 'export const used = 1\n', { flag: 'a' })
}
