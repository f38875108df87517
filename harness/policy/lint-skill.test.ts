import { describe, expect, it } from 'vitest'
import { Skill } from '../domain/skill.ts'
import { lintSkill } from './lint-skill.ts'

const aSkill = (overrides: Record<string, unknown>): Skill =>
  Skill.parse({
    name: 'skill',
    intent: 'do it',
    namespace: 'shop',
    metadata: { risk_level: 'medium' },
    parameters: { workload: { type: 'string' } },
    actions: [{ name: 'restart', command: 'kubectl rollout restart "deployment/$OPS_WORKLOAD"' }],
    success_criteria: [{ name: 'done', command: 'kubectl rollout status "deployment/$OPS_WORKLOAD"' }],
    rollback: [{ name: 'undo', command: 'kubectl rollout undo "deployment/$OPS_WORKLOAD"' }],
    ...overrides,
  })

const keysOf = (overrides: Record<string, unknown>): readonly string[] =>
  lintSkill(aSkill(overrides)).map(({ path, expected }) => `${path.join('.')}: ${expected}`)

const vacuous = (command: string, expectation = {}): boolean =>
  keysOf({ success_criteria: [{ name: 'done', command, ...expectation }] }).includes(
    'success_criteria.0.command: a check that can fail',
  )

describe('linting a skill', () => {
  it('finds nothing wrong with a skill that can fail, be taken back, and declares what it uses', () => {
    expect(lintSkill(aSkill({}))).toEqual([])
  })

  it.each([
    'true',
    'echo ready',
    'printf ok; exit 0',
    'kubectl get pods',
    'kubectl -n shop get pods --no-headers',
    'kubectl get pods -l app=x -o json',
    'kubectl get deploy demo-app || true',
    'kubectl get deploy demo-app; echo done',
    'kubectl get deploy demo-app | wc -l',
    'kubectl describe pods',
  ])('finds that the check %s cannot fail', (command) => {
    expect(vacuous(command)).toBe(true)
  })

  it.each([
    ['kubectl get deployment demo-app', {}],
    ['kubectl get deployment "$OPS_WORKLOAD"', {}],
    ['kubectl get pod "$(kubectl get pods -o name | head -1)"', {}],
    ['kubectl get pods | grep Running', {}],
    ['kubectl get pods', { expect_stdout_contains: 'Running' }],
    ['echo "$(kubectl get pods)"', { expect_stdout_contains: 'Running' }],
    ['kubectl get pods', { expect_exit_code: 1 }],
    ['kubectl rollout status deployment/demo-app', {}],
    ['test "$(kubectl get pods -o name | wc -l)" -ge 2', {}],
  ])('takes %s with %j for a check that can fail', (command, expectation) => {
    expect(vacuous(command, expectation)).toBe(false)
  })

  it('finds a constant also where the output is expected', () => {
    expect(vacuous('echo ready', { expect_stdout_contains: 'ready' })).toBe(true)
  })

  it('wants a way back for what can be undone, not for a deleted pod', () => {
    const wanted = 'actions.0.command: a way back for an action that changes something'
    expect(keysOf({ rollback: [] })).toEqual([wanted])
    expect(keysOf({ rollback: [], actions: [{ name: 'a', command: 'kubectl delete pod x' }] })).toEqual([])
    expect(keysOf({ rollback: [], actions: [{ name: 'a', command: 'kubectl delete deployment x' }] })).toEqual([wanted])
  })

  it('wants steps where an action asks for a rollback', () => {
    const actions = [{ name: 'look', command: 'kubectl get pods', on_failure: 'rollback' }]
    expect(keysOf({ rollback: [], actions })).toEqual(['actions.0.on_failure: steps in rollback'])
  })

  it('finds changes in checks and in skills that only look', () => {
    expect(keysOf({ preconditions: [{ name: 'p', command: 'kubectl delete pod x' }] })).toEqual([
      'preconditions.0.command: a check that only reads',
    ])
    expect(keysOf({ metadata: { stage: 'diagnosis' } })).toEqual([
      'actions.0.command: an action that only reads, in a skill of the stage diagnosis',
    ])
  })

  it('finds parameters that are used and not declared', () => {
    const actions = [{ name: 'a', command: 'kubectl -n "$OPS_NAMESPACE" rollout restart "deployment/${OPS_TARGET}"' }]
    expect(lintSkill(aSkill({ actions }))).toEqual([
      {
        path: ['actions', 0, 'command'],
        expected: 'parameters that the skill declares',
        found: '$OPS_TARGET',
        remedy: 'declare parameters.target with its type',
      },
    ])
  })

  it('finds names that repeat, commands that cannot be read, paths that are none, and steps that are not there', () => {
    const action = { name: 'a', command: 'kubectl get pods' }
    expect(keysOf({ actions: [action, action] })).toEqual(['actions.1.name: names of actions that differ'])
    expect(keysOf({ actions: [{ name: 'a', command: "kubectl get 'pods" }] })).toEqual([
      'actions.0.command: a shell command',
    ])
    const expect_jsonpath = { path: '$..[', equals: 1 }
    expect(keysOf({ success_criteria: [{ name: 'c', command: 'kubectl get pods -o json', expect_jsonpath }] })).toEqual(
      ['success_criteria.0.expect_jsonpath.path: a JSONPath (RFC 9535)'],
    )
    expect(keysOf({ finding: { rules: [{ step: 'none', matches: 'x', answer: 'no' }] } })).toEqual([
      'finding.rules.0.step: one of restart, done',
    ])
  })
})
