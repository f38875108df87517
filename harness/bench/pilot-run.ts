import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { findPackageRoot } from '../adapters/system/find-package-root.ts'

const execute = promisify(execFile)

/**
 * The whole pilot sweep with its report, in a process of its own, once: its time, CPU and largest resident set.
 * At most 30 s on 2 cores, and 250 MB.
 */
export const pilotRun = async (): Promise<string> => {
  const out = mkdtempSync(join(tmpdir(), 'opsskill-bench-'))
  try {
    const main = join(findPackageRoot(), 'dist/harness/cli/main.js')
    const startedMs = performance.now()
    const { stderr } = await execute(process.execPath, ['--import', WITNESS, main, 'pilot', '--out', out], {
      maxBuffer: 64 << 20,
    })
    const seconds = (performance.now() - startedMs) / 1000
    const [, rss, cpu] = /^witness (\d+) (\d+)$/m.exec(stderr) ?? []
    if (rss === undefined || cpu === undefined) throw new Error(`the pilot did not say what it used: ${stderr}`)
    return `${seconds.toFixed(1)} s, ${(Number(cpu) / 1e6).toFixed(1)} s of CPU, ${(Number(rss) / 1000).toFixed(0)} MB at most`
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
}

/** Says at the end of the process what it used: kB, then µs. Worker threads load it too and stay silent. */
const WITNESS = `data:text/javascript,${encodeURIComponent(`
import { writeSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'
if (isMainThread) process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage()
  writeSync(2, '\\nwitness ' + maxRSS + ' ' + (userCPUTime + systemCPUTime) + '\\n')
})`)}`
