import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStore } from '../adapters/sqlite/open-store.ts'
import { findPackageRoot } from '../adapters/system/find-package-root.ts'
import type { Row } from '../ports/store.ts'

// The built program as a user runs it: processes, signals, worker threads. `npm test` builds before it tests.
const main = join(findPackageRoot(), 'dist/harness/cli/main.js')

interface Ended {
  readonly code: number | null
  readonly signal: string | null
  readonly stdout: string
  readonly stderr: string
}

const start = (
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
  nodeOptions: readonly string[] = [],
) => {
  const child = spawn(process.execPath, [...nodeOptions, main, ...argv], { env: { ...process.env, ...env } })
  const written = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk: Buffer) => void (written.stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => void (written.stderr += chunk.toString()))
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, ...written }))
  })
  return { child, ended }
}

/** Sends a signal as soon as a line of the log says that so many trials are finished. */
const stopAt = ({ child }: { readonly child: ChildProcess }, finished: number, signal: NodeJS.Signals): void => {
  let log = ''
  const read = (chunk: Buffer): void => {
    log += chunk.toString()
    if (!log.includes(`\n${finished}/4 trials`)) return
    child.stderr?.off('data', read)
    child.kill(signal)
  }
  child.stderr?.on('data', read)
}

/** Loaded before the program: the process ends itself while it records a trial, before the third of its commands. */
const killsItselfWhileRecording = (file: string): readonly string[] => {
  writeFileSync(
    file,
    `import { createRequire } from 'node:module'
const { prototype } = createRequire(${JSON.stringify(main)})('better-sqlite3')
const { prepare } = prototype
let commands = 0
prototype.prepare = function (sql) {
  const statement = prepare.call(this, sql)
  const { run } = statement
  if (!sql.startsWith('INSERT INTO command')) return statement
  return Object.assign(statement, {
    run(...values) {
      commands += 1
      if (commands === 3) process.kill(process.pid, 'SIGKILL')
      return run.apply(this, values)
    },
  })
}
`,
  )
  return ['--import', file]
}

/** What was recorded of each trial. */
const recordedIn = (folder: string): readonly Row[] => {
  const store = openStore({ path: join(folder, 'store.sqlite') })
  try {
    return store.rows(
      'SELECT trial_id, count(*) AS commands FROM attempt JOIN command USING (trial_id, attempt_no) GROUP BY 1',
    )
  } finally {
    store.close()
  }
}

const resultsIn = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    ['report.html', 'manifest.json', ...['figures', 'tables'].flatMap((each) => filesIn(folder, each))].map((file) => [
      file,
      readFileSync(join(folder, file)).toString('base64'),
    ]),
  )
const filesIn = (folder: string, below: string): readonly string[] =>
  readdirSync(join(folder, below)).map((name) => join(below, name))

let folder: string
let sweep: string
beforeAll(() => {
  if (!existsSync(main)) throw new Error(`${main} is missing: run npm run build`)
  folder = mkdtempSync(join(tmpdir(), 'sweep-'))
  sweep = join(folder, 'sweep.yaml')
  writeFileSync(
    sweep,
    'sweep: small\ntitle: Small\nmode: fast\nsuite: ./suite.yaml\nmethods: [direct, template]\nseeds: [1]\n',
  )
  writeFileSync(join(folder, 'suite.yaml'), 'suite: small\ntasks: [pilot/detect-1, pilot/recover-1]\n')
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('a sweep by the built program', () => {
  it('writes everything, resumes after Ctrl-C, kill -9 and kill -9 amid a record, and leaves the same bytes in another place and order', async () => {
    const straight = join(folder, 'straight')
    const first = await start(['sweep', sweep, '--out', straight, '--workers', '2'], { TZ: 'UTC', LANG: 'C' }).ended
    expect({ code: first.code, log: first.stderr.split('\n')[0] }).toEqual({
      code: 0,
      log: '4 trials, 0 finished before',
    })
    const { files } = JSON.parse(first.stdout) as { readonly files: readonly string[] }
    for (const file of files) expect(existsSync(file)).toBe(true)

    const broken = join(folder, 'broken')
    const argv = ['sweep', sweep, '--out', broken, '--workers', '1']
    const abroad = { TZ: 'Asia/Kathmandu', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' }
    const interrupted = start(argv, abroad)
    stopAt(interrupted, 1, 'SIGINT')
    const stopped = await interrupted.ended
    expect(stopped.code).toBe(130)
    expect(stopped.stderr).toMatch(/stopped; [123] of 4 trials are kept in \S+store\.sqlite/)
    const before = recordedIn(broken)
    const recording = start(argv, abroad, killsItselfWhileRecording(join(folder, 'kill.mjs')))
    expect((await recording.ended).signal).toBe('SIGKILL')
    expect(recordedIn(broken)).toEqual(before)
    const killed = start(argv, abroad)
    stopAt(killed, 3, 'SIGKILL')
    expect((await killed.ended).signal).toBe('SIGKILL')
    const resumed = await start(argv, abroad).ended
    expect(resumed.code).toBe(0)
    expect(JSON.parse(resumed.stdout)).toMatchObject({ kept: 3, voids: [] })

    expect(resultsIn(broken)).toEqual(resultsIn(straight))
    const again = await start(['report', broken]).ended
    expect(again.code).toBe(0)
    expect(resultsIn(broken)).toEqual(resultsIn(straight))
  }, 120_000)

  it('says what to do when the disk ends while it records, and goes on from there once there is room', async () => {
    const full = join(folder, 'full')
    const argv = [process.execPath, main, 'sweep', sweep, '--out', full, '--workers', '1']
    // A limit on the size of files, 1024 bytes each: a store of that many does not hold what these trials leave.
    const limited = spawn('bash', ['-c', 'ulimit -f 150; exec "$@"', 'limited', ...argv])
    let said = ''
    limited.stderr.on('data', (chunk: Buffer) => void (said += chunk.toString()))
    expect(await new Promise((resolve) => limited.on('close', resolve))).toBe(2)
    expect(said).toMatch(/full\/store\.sqlite: cannot be written: .* make room and run again, finished trials are kept/)
    const next = await start(argv.slice(2)).ended
    expect(next.code).toBe(0)
    expect(JSON.parse(next.stdout)).toMatchObject({ voids: [] })
  }, 120_000)

  it('keeps out of a store in which another process works, and names that', async () => {
    const shared = join(folder, 'shared')
    const first = start(['sweep', sweep, '--out', shared, '--workers', '1'])
    const firstLine = new Promise((resolve) => first.child.stderr.once('data', resolve))
    await firstLine
    const second = await start(['sweep', sweep, '--out', shared]).ended
    expect(second.code).toBe(2)
    expect(second.stderr).toContain(`another run works here (process ${first.child.pid}); wait for it`)
    first.child.kill('SIGINT')
    expect((await first.ended).code).toBe(130)
  }, 120_000)

  it('refuses to delete a folder that it did not make', async () => {
    const precious = join(folder, 'suite.yaml')
    const { code, stderr } = await start(['sweep', sweep, '--out', folder, '--fresh']).ended
    expect({ code, stderr: stderr.includes('is not a results folder') }).toEqual({ code: 2, stderr: true })
    expect(existsSync(precious)).toBe(true)
  })

  it('ends quietly when its reader goes away', async () => {
    const reader = spawn('bash', [
      '-c',
      `"$0" "$1" tasks list | true; echo "\${PIPESTATUS[0]}"`,
      process.execPath,
      main,
    ])
    let output = ''
    for (const stream of [reader.stdout, reader.stderr])
      stream.on('data', (chunk: Buffer) => void (output += chunk.toString()))
    await new Promise((resolve) => reader.on('close', resolve))
    expect(output).toBe('0\n')
  })
})
