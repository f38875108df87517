import { readFileSync, readdirSync } from 'node:fs'
import { z } from 'zod'
import { createRng } from '../adapters/system/create-rng.ts'
import { readKnownDifferences } from '../sandbox/replay/known-differences.ts'
import { type CaseLevel, measure } from '../sandbox/replay/measure.ts'
import { replaySession, type ReplayedCase } from '../sandbox/replay/replay-session.ts'
import { readSession, type SessionStep } from '../sandbox/replay/session-step.ts'

export const recordings = ['operations', 'faults'] as const
export type RecordingName = (typeof recordings)[number]

/** Where a recording lies below the test data. */
export const folders: Readonly<Record<RecordingName, string>> = { operations: '', faults: 'faults/' }

const TESTDATA = new URL('../sandbox/testdata/', import.meta.url)

/** A session that was recorded on a real cluster, and the files that it names. */
export interface Recording {
  readonly session: string
  readonly files: ReadonlyMap<string, string>
}

export const aRecording = (name: RecordingName, testdata = TESTDATA): Recording => {
  const folder = new URL(`${folders[name]}manifests/`, testdata)
  return {
    session: readFileSync(new URL(`${folders[name]}session.jsonl`, testdata), 'utf8'),
    files: new Map(readdirSync(folder).map((file) => [file, readFileSync(new URL(file, folder), 'utf8')])),
  }
}

export interface Replayed {
  readonly steps: readonly SessionStep[]
  readonly cases: readonly ReplayedCase[]
  readonly levels: readonly CaseLevel[]
}

/** Replays with the seed for which levels are held. */
export const replayRecording = async ({ session, files }: Recording): Promise<Replayed> => {
  const steps = readSession(session)
  const cases = await replaySession({ rng: createRng('1'), files }, steps)
  return { steps, cases, levels: measure(steps, cases) }
}

const HeldLevels = z.record(z.string(), z.strictObject({ exitAgrees: z.boolean(), similarity: z.number() }))

/** The level that each case reached when it was last written down. */
export const heldLevels = (name: RecordingName): z.output<typeof HeldLevels> =>
  HeldLevels.parse(JSON.parse(readFileSync(new URL(`${folders[name]}levels.json`, TESTDATA), 'utf8')))

export const knownDifferences = (testdata = TESTDATA): ((id: string) => string | undefined) =>
  readKnownDifferences(readFileSync(new URL('known-differences.yaml', testdata), 'utf8'))

/** The cases that are worse than the level held for them, or of which no level is held; in words. */
export const regressions = (levels: readonly CaseLevel[], held: ReturnType<typeof heldLevels>): readonly string[] =>
  levels.flatMap(({ id, exitAgrees, similarity }) => {
    const before = held[id]
    if (before === undefined) return [`${id}: no level is held; run npm run conformance`]
    if (before.exitAgrees && !exitAgrees) return [`${id}: the exit code no longer agrees`]
    const isWorse = similarity < before.similarity - ROUNDING
    return isWorse ? [`${id}: similarity ${similarity.toFixed(4)}, was ${before.similarity}`] : []
  })

/** Levels are held with four digits. */
const ROUNDING = 0.0001
