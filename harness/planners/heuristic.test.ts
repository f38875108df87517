import { describe, expect, it } from 'vitest'
import { Skill } from '../domain/skill.ts'
import { TaskCard } from '../domain/task.ts'
import type { CapabilityProfile, FailureSignature } from '../ports/components.ts'
import { heuristicPlanner } from './heuristic.ts'

const aSkill = (name: string, metadata: Record<string, unknown> = {}, overrides: Record<string, unknown> = {}): Skill =>
  Skill.parse({
    name,
    intent: name.replaceAll('-', ' '),
    namespace: 'shop',
    metadata: { stage: 'recovery', risk_level: 'medium', ...metadata },
    actions: [{ name: 'a', command: 'kubectl rollout restart deployment/x' }],
    ...overrides,
  })

const CARD = TaskCard.parse({ name: 'c', intent: 'Bring the shop back', namespace: 'shop', stage: 'recovery' })
const SEES_ALL: CapabilityProfile = {
  permissions: ['patch deployments.apps'],
  tools: ['kubectl'],
  metrics: true,
  kubernetesVersion: 'v1',
}

const plan = async (
  skills: readonly Skill[],
  card: Partial<TaskCard> = {},
  capabilities: CapabilityProfile | null = null,
  failures: readonly FailureSignature[] = [],
) =>
  (await heuristicPlanner().plan({ card: { ...CARD, ...card }, skills, capabilities, failures })).map(
    ({ skill }) => skill.name,
  )

describe('planning by rules', () => {
  it('prefers the skill whose words the card uses, then the least risk, then the name', async () => {
    const skills = [
      aSkill('image-repair', { risk_level: 'high' }),
      aSkill('b-restart'),
      aSkill('a-restart'),
      aSkill('c-note', { risk_level: 'low' }),
    ]
    expect(await plan(skills)).toEqual(['c-note', 'a-restart', 'b-restart', 'image-repair'])
    expect((await plan(skills, { diagnosis: 'the image needs a repair' }))[0]).toBe('image-repair')
  })

  it('leaves out what failed before, what waits for values, and what is for another stage', async () => {
    const template = aSkill(
      'template',
      {},
      { actions: [{ name: 'a', command: 'kubectl set image deployment/x x=PLACEHOLDER_IMAGE' }] },
    )
    const failed: FailureSignature = { skill: 'failed', step: 'a', kind: 'verification-failed', detail: '' }
    const skills = [
      template,
      aSkill('failed'),
      aSkill('look', { stage: 'detection', risk_level: 'none' }),
      aSkill('fits'),
    ]
    expect(await plan(skills, {}, null, [failed])).toEqual(['fits'])
  })

  it('leaves out what the environment does not permit', async () => {
    const skills = [aSkill('restart'), aSkill('chart', { required_tools: ['helm'] })]
    expect(await plan(skills, {}, SEES_ALL)).toEqual(['restart'])
    const lookOnly = ['get pods', 'create pods/exec', 'create selfsubjectaccessreviews.authorization.k8s.io']
    expect(await plan(skills, {}, { ...SEES_ALL, permissions: lookOnly })).toEqual([])
    const look = aSkill(
      'look',
      { stage: 'detection', risk_level: 'none' },
      { actions: [{ name: 'a', command: 'kubectl top pods' }] },
    )
    expect(await plan([look], { stage: 'detection' }, { ...SEES_ALL, metrics: false })).toEqual([])
  })

  it('answers a question only with skills that state a finding on it', async () => {
    const finding = { rules: [{ step: 'a', matches: 'x', answer: 'yes' }] }
    const look = (name: string, questions: readonly string[]) =>
      aSkill(name, { stage: 'detection', risk_level: 'none', questions }, { finding })
    const skills = [
      look('pods', ['anomaly']),
      look('rollouts', ['recent-change']),
      aSkill('silent', { stage: 'detection', risk_level: 'none' }),
    ]
    expect(await plan(skills, { stage: 'detection', question: 'anomaly' })).toEqual(['pods'])
  })
})
