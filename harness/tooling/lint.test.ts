import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { $ } from 'zx'

const repository = join(import.meta.dirname, '../..')

const forbidden: readonly (readonly [code: string, rule: string])[] = [
  ['export const a = Date.now()', 'no-restricted-properties'],
  ['export const a = new Date()', 'no-current-time'],
  ['export const a = Date()', 'no-current-time'],
  ['export const a = performance.now()', 'no-restricted-globals'],
  ['export const a = process.hrtime()', 'no-restricted-properties'],
  ['export const a = setTimeout(() => {}, 1)', 'no-restricted-globals'],
  ['export const a = setInterval(() => {}, 1)', 'no-restricted-globals'],
  ['export const a = setImmediate(() => {})', 'no-restricted-globals'],
  ['export const a = fetch("http://localhost")', 'no-restricted-globals'],
  ['export const a = Math.random()', 'no-restricted-properties'],
  ['export const a = crypto.randomUUID()', 'no-restricted-properties'],
  ['import { randomUUID } from "node:crypto"\nexport const a = randomUUID()', 'no-restricted-imports'],
  ['export const a = (b: string) => b.localeCompare("c")', 'no-restricted-properties'],
  ['export const a = (b: number) => b.toLocaleString()', 'no-restricted-properties'],
  ['export default 1', 'no-default-export'],
  ['import { Rng } from "./rng.ts"\nexport type A = Rng', 'consistent-type-imports'],
  ['export const a = (b: any) => b', 'no-explicit-any'],
  ['export const a = async () => {}\nexport const b = () => { a() }', 'no-floating-promises'],
  ['export const a = (b: number[]) => b.forEach(async () => {})', 'no-misused-promises'],
  [
    'type A = "x" | "y"\nexport const a = (b: A) => { switch (b) { case "x": return 1 } return 2 }',
    'switch-exhaustiveness-check',
  ],
]

const allowed = ['export const a = new Date(0).toISOString()', 'export const a = Date.parse("2026-01-01T00:00:00Z")']

test('the linter refuses ambient time and chance, locale-dependent output and unsafe promises, and nothing near them', async () => {
  const root = mkdtempSync(join(tmpdir(), 'lint-'))
  writeFileSync(join(root, 'package.json'), '{ "type": "module" }')
  writeFileSync(
    join(root, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: { strict: true, target: 'es2023', module: 'nodenext', types: [] } }),
  )
  const codes = [...forbidden.map(([code]) => code), ...allowed]
  codes.forEach((code, index) => {
    writeFileSync(join(root, `case-${index}.ts`), `${code}\n`)
  })
  const oxlint = join(repository, 'node_modules/.bin/oxlint')
  const config = join(repository, '.oxlintrc.json')
  const run = await $({
    cwd: root,
    nothrow: true,
    quiet: true,
  })`${oxlint} --config ${config} --type-aware --format json`
  rmSync(root, { recursive: true })

  const report: { diagnostics: readonly { code: string; filename: string }[] } = JSON.parse(run.stdout)
  const rulesOf = (index: number) =>
    report.diagnostics.filter(({ filename }) => filename.endsWith(`case-${index}.ts`)).map(({ code }) => code)
  const unseen = forbidden.filter(([, rule], index) => !rulesOf(index).some((code) => code.includes(rule)))

  expect(run.exitCode).toBe(1)
  expect(unseen).toEqual([])
  expect(allowed.map((_, index) => rulesOf(forbidden.length + index))).toEqual(allowed.map(() => []))
})
