import { createRng } from '../adapters/system/create-rng.ts'
import { createSandboxPool } from '../cli/sandbox/create-sandbox-pool.ts'

const CHANNELS = 100

/** A hundred commands at once over one connection, through jump host and target. */
export const sshChannels = async (): Promise<string> => {
  const pool = await createSandboxPool()
  const request = { namespace: 'bench', mayChange: 'edit' as const, rng: createRng('bench') }
  const { harness } = await pool.open(request, new AbortController().signal)
  const startMs = performance.now()
  const outcomes = await Promise.all(
    Array.from({ length: CHANNELS }, (_, index) => harness.exec(`echo ${index}`, { timeoutMs: 60_000 })),
  )
  const elapsedMs = performance.now() - startMs
  const answered = outcomes.filter((outcome, index) => outcome.status === 'exited' && outcome.stdout === `${index}\n`)
  await pool.close()
  if (answered.length < CHANNELS) throw new Error(`${answered.length} of ${CHANNELS} commands were answered`)
  return `${CHANNELS} commands at once in ${elapsedMs.toFixed(0)} ms`
}
