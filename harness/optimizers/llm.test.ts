import { expect, it } from 'vitest'
import type { ExecutionReport } from '../domain/execution-report.ts'
import { Skill } from '../domain/skill.ts'
import { lintChecks, lintSkill } from '../policy/lint-skill.ts'
import { componentUses } from '../runner/ask-model.ts'
import { aModelThat, type FakeAnswer, uselessAnswers } from '../testing/fake-model.ts'
import { optimizers } from './index.ts'

const COMMAND = 'kubectl -n shop rollout restart deployment/demo-app'
const SKILL = Skill.parse({
  name: 's',
  intent: 'i',
  namespace: 'shop',
  metadata: { stage: 'recovery', note: 'kept' },
  actions: [{ name: 'restart', command: COMMAND, timeout: '60s' }],
})
const REPORT: ExecutionReport = {
  skill_name: 's',
  preconditions: [],
  actions: [{ command: COMMAND, returncode: 1, stdout: '', stderr: 'timed out' }],
  success_criteria: [],
  rollback: [],
}
const INPUT = { skill: SKILL, report: REPORT, failures: [] }
const step = (name: string, command: string) => ({ name, command, timeout: null })
const EDIT = {
  intent: 'restart it, with a way back',
  risk_level: 'medium',
  preconditions: [],
  actions: [{ ...step('restart', COMMAND), on_failure: 'rollback' }],
  success_criteria: [
    {
      ...step('done', 'kubectl -n shop rollout status deployment/demo-app'),
      expect_stdout_contains: 'successfully',
      expect_stdout_matches: null,
    },
  ],
  rollback: [step('undo', 'kubectl -n shop rollout undo deployment/demo-app')],
}
const optimizer = (answer: FakeAnswer) => {
  const given = { ...aModelThat(answer), linter: { lintSkill, lintChecks } }
  return { given, ...optimizers.llm(given) }
}

it('takes the edit of the model where it keeps the rules, under the name and with the metadata of the skill', async () => {
  const { given, repair } = optimizer({ type: 'json', value: { notes: ['it had no way back'], skill: EDIT } })
  const { skill, notes } = await repair(INPUT)
  expect(notes).toEqual(['it had no way back'])
  expect(skill).toMatchObject({
    name: 's',
    namespace: 'shop',
    metadata: { note: 'kept' },
    rollback: [{ name: 'undo' }],
  })
  expect(componentUses(given.events)).toMatchObject([{ component: 'optimizer', requested: 'llm', used: 'llm' }])
})

it('takes notes alone, and edits no skill that it was not given', async () => {
  const notesOnly = optimizer({ type: 'json', value: { notes: ['look at its events'], skill: null } })
  expect(await notesOnly.repair(INPUT)).toEqual({ notes: ['look at its events'], skill: null })
  const unasked = optimizer({ type: 'json', value: { notes: [], skill: EDIT } })
  expect(await unasked.repair({ ...INPUT, skill: null })).toEqual({ notes: [], skill: null })
})

it.each(
  uselessAnswers(
    ['edits away the way back', { notes: [], skill: { ...EDIT, rollback: [] } }, /steps in rollback/],
    [
      'checks by a constant',
      {
        notes: [],
        skill: { ...EDIT, success_criteria: [{ ...EDIT.success_criteria[0], command: 'echo successfully' }] },
      },
      /a check that can fail/,
    ],
    [
      'leaves a placeholder',
      { notes: [], skill: { ...EDIT, actions: [{ ...EDIT.actions[0], command: `${COMMAND} PLACEHOLDER_X` }] } },
      /PLACEHOLDER_X/,
    ],
    ['writes a note without words', { notes: [''], skill: null }, /invalid: /],
  ),
)('takes the repair of the rules, and says so, where the model %s', async (_, answer, reason) => {
  const { given, repair } = optimizer(answer)
  expect(await repair(INPUT)).toEqual(await optimizers.heuristic().repair(INPUT))
  expect(componentUses(given.events)).toEqual([
    { component: 'optimizer', requested: 'llm', used: 'heuristic', reason: expect.stringMatching(reason) as string },
  ])
})
