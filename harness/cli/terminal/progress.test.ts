import { expect, it } from 'vitest'
import { aJudgedTrial, aVoidTrial } from '../../testing/a-trial.ts'
import { aCliIo } from '../../testing/cli-io.ts'
import { createProgress } from './progress.ts'

it('takes a few plain lines where there is no terminal, however many trials there are', async () => {
  const { io, stderr } = aCliIo()
  const progress = await createProgress(io)
  progress.started({ total: 216, kept: 16 })
  for (let trial = 0; trial < 200; trial += 1) progress.finished(aJudgedTrial())
  progress.ended()
  const lines = stderr().trimEnd().split('\n')
  expect(lines[0]).toBe('216 trials, 16 finished before')
  expect(lines.at(-1)).toBe('216/216 trials')
  expect(lines.length).toBeLessThanOrEqual(20)
})

it('names a void trial at once, with its reason', async () => {
  const { io, stderr } = aCliIo()
  const progress = await createProgress(io)
  progress.started({ total: 2, kept: 0 })
  progress.finished(aVoidTrial())
  expect(stderr()).toContain('inject: the symptom did not show')
})
