import { beforeAll, describe, expect, it } from 'vitest'
import {
  aRecording,
  heldLevels,
  knownDifferences,
  regressions,
  type Replayed,
  replayRecording,
} from '../../testing/a-recording.ts'
import { summarise } from './measure.ts'

describe('an operator’s session, recorded on a real cluster', () => {
  let replayed: Replayed
  beforeAll(async () => {
    replayed = await replayRecording(aRecording('operations'))
  })

  it('comes out no worse than the level held for each case', () => {
    expect(regressions(replayed.levels, heldLevels('operations'))).toEqual([])
  })

  it('agrees in every exit code, and to the letter in three of four cases', () => {
    const { cases, exitAgrees, exact, mean } = summarise(replayed.levels)
    expect(exitAgrees).toBe(cases)
    expect(mean).toBeGreaterThanOrEqual(0.95)
    expect(exact / cases).toBeGreaterThanOrEqual(0.75)
  })

  it('has a reason listed for every case that is less than half alike', () => {
    const reasonFor = knownDifferences()
    const unexplained = replayed.levels.filter(({ id, similarity }) => similarity < 0.5 && reasonFor(id) === undefined)
    expect(unexplained).toEqual([])
  })

  it('answers the commands whose outputs are kept apart too', () => {
    const ids = replayed.steps.flatMap((step) => (step.step === 'case' ? [step.id] : []))
    expect(replayed.cases.map(({ id }) => id)).toEqual(ids)
  })
})
