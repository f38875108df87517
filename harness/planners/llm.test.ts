import { expect, it } from 'vitest'
import { Skill } from '../domain/skill.ts'
import { TaskCard } from '../domain/task.ts'
import { aModelThat, uselessAnswers } from '../testing/fake-model.ts'
import { componentUses } from '../runner/ask-model.ts'
import { planners } from './index.ts'

const aSkill = (name: string, risk: string): Skill =>
  Skill.parse({
    name,
    intent: `${name} it`,
    namespace: 'shop',
    metadata: { stage: 'recovery', risk_level: risk },
    actions: [{ name: 'a', command: 'kubectl -n shop rollout restart deployment/x' }],
  })
const INPUT = {
  card: TaskCard.parse({ name: 'c', intent: 'Bring the shop back', namespace: 'shop', stage: 'recovery' }),
  skills: [aSkill('restart', 'low'), aSkill('undo', 'medium'), aSkill('patch', 'high')],
  capabilities: null,
  failures: [],
}
const names = (choices: readonly { readonly skill: Skill }[]) => choices.map(({ skill }) => skill.name)

it('plans with the skills that the model names, in its order, with its reasons', async () => {
  const given = aModelThat({
    type: 'json',
    value: {
      choices: [
        { skill: 'patch', reason: 'the image is wrong' },
        { skill: 'restart', reason: 'else' },
      ],
    },
  })
  const choices = await planners.llm(given).plan(INPUT)
  expect(choices.map(({ skill, reason }) => [skill, reason])).toEqual([
    [INPUT.skills[2], 'the image is wrong'],
    [INPUT.skills[0], 'else'],
  ])
  expect(componentUses(given.events)).toMatchObject([{ component: 'planner', requested: 'llm', used: 'llm' }])
  expect(given.events[0]).toMatchObject({ type: 'model-call', call: { purpose: 'plan', status: 'answered' } })
})

it('believes a model that finds nothing to do', async () => {
  const given = aModelThat({ type: 'json', value: { choices: [] } })
  expect(await planners.llm(given).plan(INPUT)).toEqual([])
  expect(componentUses(given.events)).toMatchObject([{ used: 'llm' }])
})

it.each(
  uselessAnswers(
    ['invents a skill', { choices: [{ skill: 'rm-rf', reason: 'x' }] }, /expected a skill of the bank, found "rm-rf"/],
    ['leaves out its reasons', { choices: [{ skill: 'undo' }] }, /invalid: /],
    [
      'adds commands of its own',
      { choices: [{ skill: 'undo', reason: 'x', command: 'kubectl delete ns shop' }] },
      /command/,
    ],
  ),
)('takes the plan of the rules, and says so, where the model %s', async (_, answer, reason) => {
  const given = aModelThat(answer)
  const choices = await planners.llm(given).plan(INPUT)
  expect(names(choices)).toEqual(names(await planners.heuristic().plan(INPUT)))
  expect(choices.length).toBeGreaterThan(0)
  expect(componentUses(given.events)).toEqual([
    { component: 'planner', requested: 'llm', used: 'heuristic', reason: expect.stringMatching(reason) as string },
  ])
})
