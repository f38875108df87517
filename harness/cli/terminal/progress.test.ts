import { expect, it } from 'vitest'
import { aJudgedTrial, aTrialSpec, aVoidTrial } from '../../testing/a-trial.ts'
import { aCliIo } from '../../testing/cli-io.ts'
import { createProgress } from './progress.ts'

const aStoppedClock = (nowMs = 0) => ({ nowMs: () => nowMs })

it('takes a few plain lines where there is no terminal, however many trials there are', async () => {
  const { io, stderr } = aCliIo()
  const progress = await createProgress({ ...io, clock: aStoppedClock() })
  progress.started({ total: 216, kept: 16 })
  for (let trial = 0; trial < 200; trial += 1) progress.finished(aJudgedTrial())
  progress.ended()
  const lines = stderr().trimEnd().split('\n')
  expect(lines[0]).toBe('216 trials, 16 finished before')
  expect(lines.at(-1)).toBe('216/216 trials, 0 void')
  expect(lines.length).toBeLessThanOrEqual(20)
})

it('says how much time is left by the pace of this run, not of trials that an earlier one finished', async () => {
  const { io, stderr } = aCliIo()
  const time = { ms: 5_000 }
  const progress = await createProgress({ ...io, clock: { nowMs: () => time.ms } })
  progress.started({ total: 20, kept: 10 })
  for (let trial = 0; trial < 4; trial += 1) {
    time.ms += 3_000
    progress.finished(trial === 0 ? aVoidTrial() : aJudgedTrial())
  }
  expect(stderr().trimEnd().split('\n').at(-1)).toBe('14/20 trials, 1 void, about 18 s left')
})

it('names a void trial at once, with its reason', async () => {
  const { io, stderr } = aCliIo()
  const progress = await createProgress({ ...io, clock: aStoppedClock() })
  progress.started({ total: 2, kept: 0 })
  progress.finished(aVoidTrial())
  expect(stderr()).toContain('inject: the symptom did not show')
})

it('says which trial has begun on which cluster, where lines can be told apart', async () => {
  const spec = aTrialSpec({ seed: 7 })
  const { io, stderr } = aCliIo()
  ;(await createProgress({ ...io, clock: aStoppedClock() })).begun(spec, 2)
  expect(stderr()).toBe(`on cluster 2: ${spec.task.id}, ${spec.method.name}, seed 7\n`)
})
