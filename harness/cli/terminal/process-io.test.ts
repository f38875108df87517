import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { findPackageRoot } from '../../adapters/system/find-package-root.ts'

const folder = mkdtempSync(join(tmpdir(), 'opsskill-io-'))
afterAll(() => rmSync(folder, { recursive: true }))

it('cleans up when it is stopped, though whoever read its output has gone first', async () => {
  const module = join(findPackageRoot(), 'dist/harness/cli/terminal/process-io.js')
  const program = `
    import { writeFileSync } from 'node:fs'
    const { processIo } = await import(${JSON.stringify(module)})
    const { signal, stdout } = processIo()
    const timer = setInterval(() => {}, 1000)
    signal.addEventListener('abort', () => {
      stdout.write('nobody reads this')
      setTimeout(() => { writeFileSync(${JSON.stringify(join(folder, 'cleaned-up'))}, ''); clearInterval(timer) }, 100)
    })
    stdout.write('ready')`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: 'pipe' })
  await new Promise((ready) => child.stdout.once('data', ready))
  child.stdout.destroy()
  child.stderr.destroy()
  child.kill('SIGINT')
  await new Promise((ended) => child.once('exit', ended))
  expect(readdirSync(folder)).toEqual(['cleaned-up'])
})
