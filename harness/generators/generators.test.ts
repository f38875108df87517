import { describe, expect, it } from 'vitest'
import { UsageError } from '../domain/errors.ts'
import { TaskCard } from '../domain/task.ts'
import { loadDocument, requireDocument } from '../adapters/yaml/load-document.ts'
import { lintChecks, lintSkill } from '../policy/lint-skill.ts'
import { componentUses } from '../runner/ask-model.ts'
import { aModelThat } from '../testing/fake-model.ts'
import { generators } from './index.ts'

const LINTER = { lintSkill, lintChecks }
const SEED = new URL('../adapters/yaml/testdata/', import.meta.url).pathname

const deps = (json: unknown) => ({
  ...aModelThat(json === null ? { type: 'timeout' } : { type: 'json', value: json }),
  linter: LINTER,
})

const CARD = TaskCard.parse({ name: 'recover-demo-app', intent: 'Recover it', namespace: 'shop', workload: 'demo-app' })
const DRAFT = {
  intent: 'restart it',
  risk_level: 'medium',
  preconditions: [],
  actions: [
    {
      name: 'restart',
      command: 'kubectl -n shop rollout restart deployment/demo-app',
      timeout: null,
      on_failure: 'rollback',
    },
  ],
  success_criteria: [
    {
      name: 'done',
      command: 'kubectl -n shop rollout status deployment/demo-app',
      expect_stdout_contains: null,
      expect_stdout_matches: null,
      timeout: '150s',
    },
  ],
  rollback: [{ name: 'undo', command: 'kubectl -n shop rollout undo deployment/demo-app', timeout: null }],
}

describe('the template generator', () => {
  it('writes what users know from their task card', async () => {
    const card = requireDocument(await loadDocument(LINTER, `${SEED}task_card.yaml`), 'task-card')
    const known = requireDocument(await loadDocument(LINTER, `${SEED}generated_recover.yaml`), 'skill')
    const skill = await generators.template().generate({ card: { ...card, namespace: 'opsskill-exp' }, basis: null })
    expect({ ...skill, metadata: known.metadata }).toEqual(known)
    expect(skill.metadata).toMatchObject({ ...known.metadata, stage: 'recovery', risk_level: 'medium' })
    expect(lintSkill(skill)).toEqual([])
  })

  it('goes back to the revision before where the card speaks of a bad change', async () => {
    const skill = await generators
      .template()
      .generate({ card: { ...CARD, diagnosis: 'roll back the bad image' }, basis: null })
    expect(skill.actions[0]?.command).toBe('kubectl -n shop rollout undo deployment/demo-app')
    expect(lintSkill(skill)).toEqual([])
  })

  it('refuses a card that names no workload', async () => {
    const { workload: _workload, ...card } = CARD
    await expect(generators.template().generate({ card, basis: null })).rejects.toThrow(UsageError)
  })

  it('fills the parameters of a skill from the card', async () => {
    const basis = await generators.template().generate({ card: CARD, basis: null })
    const parameters = { workload: { type: 'string', default: 'other' } } as const
    const filled = await generators.template().generate({ card: CARD, basis: { ...basis, parameters, namespace: 'x' } })
    expect(filled).toMatchObject({ namespace: 'shop', parameters: { workload: { default: 'demo-app' } } })
  })
})

describe('the generator that asks a model', () => {
  it('returns its skill when it keeps the rules', async () => {
    const given = deps(DRAFT)
    const skill = await generators.llm(given).generate({ card: CARD, basis: null })
    expect(skill).toMatchObject({
      name: 'recover-demo-app',
      namespace: 'shop',
      metadata: { source: 'llm-generator', risk_level: 'medium' },
    })
    expect(componentUses(given.events)).toEqual([
      { component: 'generator', requested: 'llm', used: 'llm', reason: 'fake-1 answered' },
    ])
  })

  it.each([
    ['cannot be reached', null, /unavailable: no answer in time/],
    ['leaves out the way back', { ...DRAFT, rollback: [] }, /invalid: .*steps in rollback/],
    [
      'checks nothing that can fail',
      { ...DRAFT, success_criteria: [{ ...DRAFT.success_criteria[0], command: 'echo ok' }] },
      /a check that can fail/,
    ],
    ['answers something else', { text: 'rm -rf /' }, /invalid/],
  ])('falls back to the template, and says so, when the model %s', async (_, json, reason) => {
    const given = deps(json)
    const skill = await generators.llm(given).generate({ card: CARD, basis: null })
    expect(skill.metadata['source']).toBe('template-generator')
    expect(componentUses(given.events)).toEqual([
      { component: 'generator', requested: 'llm', used: 'template', reason: expect.stringMatching(reason) as string },
    ])
  })
})
