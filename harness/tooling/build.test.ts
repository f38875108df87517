import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findPackageRoot } from '../adapters/system/find-package-root.ts'

const NOTHING = 'nothing to build'
const MAIN = 'dist/harness/cli/main.js'

/** A project of two files, which is built as this one is. */
let root: string
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'opsskill-build-'))
  for (const folder of ['harness/tooling', 'harness/cli', 'analysis', 'baselines'])
    mkdirSync(join(root, folder), { recursive: true })
  for (const name of ['build.mjs', 'build-stamp.mjs', 'tsconfig.build.json'])
    copyFileSync(join(import.meta.dirname, name), join(root, 'harness/tooling', name))
  symlinkSync(join(findPackageRoot(), 'node_modules'), join(root, 'node_modules'))
  write('package.json', '{ "type": "module" }')
  // Without the language's own declarations, which take the compiler longer than all the rest.
  const compilerOptions = { target: 'es2023', module: 'nodenext', types: [], noLib: true, incremental: true }
  write('tsconfig.json', JSON.stringify({ compilerOptions }))
  const needed = [
    'Array<T>',
    'Boolean',
    'CallableFunction',
    'Function',
    'IArguments',
    'NewableFunction',
    'Number',
    'Object',
  ]
  write('harness/own.d.ts', [...needed, 'RegExp', 'String'].map((name) => `interface ${name} {}\n`).join(''))
  write('harness/cli/main.ts', 'export const answer: number = 1\n')
  write('harness/cli/data.yaml', 'a: 1\n')
})
afterAll(() => rmSync(root, { recursive: true }))

const write = (path: string, text: string): void => writeFileSync(join(root, path), text)
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const build = () => {
  const { status, stdout } = spawnSync(process.execPath, ['harness/tooling/build.mjs'], { cwd: root, encoding: 'utf8' })
  return { status, isIdle: stdout.includes(NOTHING) }
}
const built = { status: 0, isIdle: false }
const idle = { status: 0, isIdle: true }

test('a build is left out where nothing changed since the last one, and never otherwise', () => {
  expect([build(), build()]).toEqual([built, idle])

  write('harness/cli/main.ts', 'export const answer: number = 2\n')
  expect([build(), build()]).toEqual([built, idle])
  expect(read(MAIN)).toContain('answer = 2')

  write('harness/cli/data.yaml', 'a: 2\n')
  write('package.json', '{ "type": "module", "version": "2.0.0" }')
  expect([build(), build()]).toEqual([built, idle])
  expect(read('dist/harness/cli/data.yaml')).toBe('a: 2\n')
})

test('what was changed or deleted in dist/ is made again', () => {
  write(MAIN, 'stale\n')
  expect([build(), build()]).toEqual([built, idle])
  expect(read(MAIN)).toContain('answer = ')
  rmSync(join(root, MAIN))
  expect(build()).toEqual(built)
  expect(read(MAIN)).toContain('answer = ')
})

test('an error of the compiler is said as often as the build is asked for', () => {
  write('harness/cli/main.ts', 'export const answer: number = "two"\n')
  expect([build().status, build().status]).toEqual([1, 1])
})
