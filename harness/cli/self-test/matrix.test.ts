import { expect, it } from 'vitest'
import { MethodFile, resolveMethod } from '../../domain/method.ts'
import { aJudgedTrial, aTrialSpec, aVoidTrial } from '../../testing/a-trial.ts'
import { matrixCell } from './matrix.ts'

const method = resolveMethod(MethodFile.parse({ name: 'noop', title: 't', description: 'd', loop: 'noop' }), undefined)
const spec = aTrialSpec({ method })
const solved = aJudgedTrial(spec, { outcome: 'solved' })
const unsolved = aJudgedTrial(spec)
const cell = (expected: 'always' | 'never' | 'not-always', records: Parameters<typeof matrixCell>[2]) =>
  matrixCell({ method, adversary: 'noop', expected, script: null, rights: 'edit' }, spec.task.id, records)

it.each([
  ['always', [solved, solved], true],
  ['always', [solved, unsolved], false],
  ['never', [unsolved, unsolved], true],
  ['never', [solved, unsolved], false],
  ['not-always', [solved, unsolved], true],
  ['not-always', [solved, solved], false],
] as const)('holds %s to what was reached', (expected, records, ok) => {
  expect(cell(expected, records).ok).toBe(ok)
})

it('counts what did not run, or broke, as a failure of the test, whatever was expected', () => {
  expect(cell('never', []).ok).toBe(false)
  expect(cell('never', [unsolved, aVoidTrial(spec)])).toMatchObject({
    ok: false,
    voids: ['inject: the symptom did not show'],
  })
})
