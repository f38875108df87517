import { describe, expect, it } from 'vitest'
import { createRng } from '../../adapters/system/create-rng.ts'
import { measure, summarise } from '../../sandbox/replay/measure.ts'
import { readSession } from '../../sandbox/replay/session-step.ts'
import { splitBlocks } from '../../sandbox/replay/split-blocks.ts'
import { aRecording, type RecordingName } from '../../testing/a-recording.ts'
import { realKubectl } from '../../testing/real-kubectl.ts'
import { compareWithOwn } from './compare-with-own.ts'
import { replayWithKubectl } from './replay-with-kubectl.ts'

const kubectl = realKubectl()
const LIMIT_MS = 600_000

const replay = async (recording: RecordingName, name: string) => {
  const { session, files } = aRecording(recording)
  const block = splitBlocks(readSession(session)).find((one) => one.name === name && one.steps.length > 5)
  if (block === undefined) throw new Error(`no block ${name}`)
  const errors: unknown[] = []
  const cases = await replayWithKubectl(
    { kubectl, rng: createRng('1'), files, speed: 10, onError: (error) => errors.push(error) },
    block,
  )
  expect(errors).toEqual([])
  return { ...summarise(measure(block.steps, cases)), twice: summarise(compareWithOwn(cases)) }
}

describe('a real kubectl against the sandbox', () => {
  it(
    'finds the recorded session of an operator as close as our own does',
    async () => {
      const { cases, exitAgrees, exact, mean, twice } = await replay('operations', '')
      expect(exitAgrees).toBe(cases)
      expect(mean).toBeGreaterThanOrEqual(0.96)
      expect(exact / cases).toBeGreaterThanOrEqual(0.78)
      expect(twice.cases).toBeGreaterThan(150)
      expect(twice.exitAgrees).toBe(twice.cases)
      // 190 of 192 where nothing else runs; on a busy machine seconds of the cluster pass between the two looks.
      expect(twice.exact / twice.cases).toBeGreaterThanOrEqual(0.96)
    },
    LIMIT_MS,
  )

  // Blocks in which what is seen does not hang on the second at which somebody looks: here seconds are short.
  it.each(['01-bad-image', '16a-oomkilled', '18-quota', '23-service-selector', '28-rbac-verb-lost', '29-pdb-drain'])(
    'finds fault %s and its repair as recorded',
    async (name) => {
      const { cases, exitAgrees, mean, twice } = await replay('faults', name)
      expect(exitAgrees / cases).toBeGreaterThanOrEqual(0.95)
      expect(mean).toBeGreaterThanOrEqual(0.88)
      expect(twice.cases).toBeGreaterThan(10)
      expect(twice.exitAgrees).toBe(twice.cases)
      // Between the two looks a pod may take its next step.
      expect(twice.exact / twice.cases).toBeGreaterThanOrEqual(0.9)
    },
    LIMIT_MS,
  )
})
