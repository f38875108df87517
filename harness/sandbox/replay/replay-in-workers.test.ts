import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import { findPackageRoot } from '../../adapters/system/find-package-root.ts'
import { createRng } from '../../adapters/system/create-rng.ts'
import { aRecording } from '../../testing/a-recording.ts'
import { replaySession } from './replay-session.ts'
import { readSession } from './session-step.ts'

// Worker threads run the built program; `npm test` builds before it tests.
const built = join(findPackageRoot(), 'dist/harness')
const urlOf = (file: string): string => pathToFileURL(join(built, file)).href

const SCRIPT = `
const { parentPort, workerData } = require('node:worker_threads')
const main = async () => {
  const { replaySession } = await import(${JSON.stringify(urlOf('sandbox/replay/replay-session.js'))})
  const { createRng } = await import(${JSON.stringify(urlOf('adapters/system/create-rng.js'))})
  const { steps, files } = workerData
  parentPort.postMessage(JSON.stringify(await replaySession({ rng: createRng('1'), files }, steps)))
}
main()
`

describe('a session that is replayed in worker threads', () => {
  it('gives the same bytes in each of them as outside, whatever the time zone and the language', async () => {
    expect(existsSync(built)).toBe(true)
    const { session, files } = aRecording('operations')
    const steps = readSession(session).slice(0, 40)
    const outside = JSON.stringify(await replaySession({ rng: createRng('1'), files }, steps))
    const places = [
      { TZ: 'UTC', LANG: 'C' },
      { TZ: 'Asia/Kolkata', LANG: 'tr_TR.UTF-8' },
      { TZ: 'America/St_Johns', LANG: 'de_DE.UTF-8' },
    ]
    const inside = await Promise.all(
      places.map(
        (env) =>
          new Promise<string>((resolve, reject) => {
            const worker = new Worker(SCRIPT, { eval: true, env, workerData: { steps, files } })
            worker.once('message', resolve)
            worker.once('error', reject)
          }),
      ),
    )
    expect(new Set([outside, ...inside]).size).toBe(1)
  }, 60_000)
})
