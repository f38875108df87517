import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findPackageRoot } from '../adapters/system/find-package-root.ts'
import { missingPrograms } from '../testing/missing-programs.ts'

const SLOW_MS = 300_000

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ended-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Processes that were started with this folder for temporary files, or for one of its files. */
const processesOf = (path: string): readonly string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => ['cmdline', 'environ'].some((file) => readOf(`/proc/${pid}/${file}`).includes(path)))
    .map((pid) => readOf(`/proc/${pid}/cmdline`).replaceAll('\0', ' '))

/** Nothing where the process has ended, or is somebody else's. */
const readOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

it.skipIf(missingPrograms('sshd', 'ssh').length > 0)(
  'a comparison over OpenSSH that is ended in a trial says so in one sentence, and leaves no process and no file',
  async () => {
    const program = join(findPackageRoot(), 'dist/harness/bench/test-openssh.js')
    if (!existsSync(program)) throw new Error(`${program} is missing: run npm run build`)
    const child = spawn(process.execPath, [program, 'detect-1', '--clusters', '1', '--methods', 'noop'], {
      env: { ...process.env, TMPDIR: folder },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let printed = ''
    child.stdout.on('data', (chunk: Buffer) => void (printed += chunk.toString()))
    const said: string[] = []
    let running: readonly string[] = []
    createInterface({ input: child.stderr }).on('line', (line) => {
      said.push(line)
      if (!line.startsWith('on cluster 1: detect-1, noop')) return
      running = processesOf(folder)
      child.kill('SIGTERM')
    })
    const [code] = (await once(child, 'close')) as [number | null]
    expect({ code, printed, last: said.slice(said.findIndex((line) => line.startsWith('on cluster')) + 1) }).toEqual({
      code: 130,
      printed: '',
      last: ['SIGTERM: stopped; servers, sandboxes, all that ran there and all files are gone'],
    })
    // The comparison itself, two servers, a sandbox and a sweep.
    expect(running.length).toBeGreaterThanOrEqual(5)
    expect(processesOf(folder)).toEqual([])
    expect(readdirSync(folder)).toEqual([])
  },
  SLOW_MS,
)
