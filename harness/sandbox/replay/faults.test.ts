import { beforeAll, describe, expect, it } from 'vitest'
import {
  aRecording,
  heldLevels,
  knownDifferences,
  regressions,
  type Replayed,
  replayRecording,
} from '../../testing/a-recording.ts'

describe('faults and their repairs, recorded on a real cluster', () => {
  let replayed: Replayed
  beforeAll(async () => {
    replayed = await replayRecording(aRecording('faults'))
  }, 120_000)

  it('come out no worse than the level held for each case', () => {
    expect(regressions(replayed.levels, heldLevels('faults'))).toEqual([])
  })

  it('have a reason listed for every case that is less than half alike', () => {
    const reasonFor = knownDifferences()
    const unexplained = replayed.levels.filter(({ id, similarity }) => similarity < 0.5 && reasonFor(id) === undefined)
    expect(unexplained.map(({ id }) => id)).toEqual([])
  })
})
