import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ExecutionReport } from '../domain/execution-report.ts'
import { Skill } from '../domain/skill.ts'
import { bareCommand } from './bare-command.ts'
import { heuristicOptimizer } from './heuristic.ts'

const SAVED = ExecutionReport.parse(
  JSON.parse(
    readFileSync(new URL('../adapters/yaml/testdata/report_check_namespace_access.json', import.meta.url), 'utf8'),
  ),
)
const aSkill = (overrides: Record<string, unknown> = {}): Skill =>
  Skill.parse({
    name: 's',
    intent: 'i',
    namespace: 'shop',
    actions: [{ name: 'restart', command: 'kubectl -n shop rollout restart deployment/demo-app', timeout: '60s' }],
    ...overrides,
  })
const aReport = (overrides: Partial<ExecutionReport> = {}): ExecutionReport => ({
  skill_name: 's',
  preconditions: [],
  actions: [{ command: 'kubectl -n shop rollout restart deployment/demo-app', returncode: 0, stdout: '', stderr: '' }],
  success_criteria: [],
  rollback: [],
  ...overrides,
})
const repair = (skill: Skill | null, report: ExecutionReport) =>
  heuristicOptimizer().repair({ skill, report, failures: [] })

describe('reviewing and repairing by rules', () => {
  it('finds in a saved report that passed what the pass does not prove', async () => {
    const { skill, notes } = await repair(null, SAVED)
    expect(skill).toBeNull()
    expect(notes).toEqual([
      'success_criteria: "namespace still visible" runs the same command as a precondition, so that it passes also when the actions did nothing; check what they change',
      '1 of its commands work in default although the run was set up for opsskill-sandbox; use -n "$OPS_NAMESPACE"',
      'its success rests on one signal; add a second that looks at something else, such as restart counts or requests through the Service',
    ])
  })

  it('adds what a skill lacks after a run without failures', async () => {
    const { skill, notes } = await repair(aSkill(), aReport())
    expect(skill?.actions[0]?.on_failure).toBe('rollback')
    expect(skill?.rollback).toEqual([
      { name: 'return to the revision before', command: 'kubectl -n shop rollout undo deployment/demo-app' },
    ])
    expect(skill?.success_criteria[0]?.command).toBe(
      'kubectl -n shop rollout status deployment/demo-app --timeout=120s',
    )
    expect(notes.some((note) => note.startsWith('edit: added a way back'))).toBe(true)
  })

  it('gives a step that ran out of time twice as much', async () => {
    const ran = { command: 'x', returncode: null, stdout: '', stderr: '', note: 'timed out after 60 s' }
    const { skill, notes } = await repair(aSkill(), aReport({ actions: [ran] }))
    expect(skill?.actions[0]?.timeout).toBe('120s')
    expect(notes.join()).toContain('set a longer timeout')
  })

  it('names the namespace where an object was not found', async () => {
    const action = { name: 'restart', command: 'kubectl rollout restart deployment/demo-app' }
    const ran = { command: action.command, returncode: 1, stdout: '', stderr: 'deployments.apps "demo-app" not found' }
    const { skill } = await repair(aSkill({ actions: [action] }), aReport({ actions: [ran] }))
    expect(skill?.actions[0]?.command).toBe('kubectl -n "$OPS_NAMESPACE" rollout restart deployment/demo-app')
  })

  it('returns no skill when no edit answers the failure', async () => {
    const ran = { command: 'x', returncode: 1, stdout: '', stderr: 'admission webhook denied the request' }
    const { skill, notes } = await repair(aSkill(), aReport({ actions: [ran] }))
    expect(skill).toBeNull()
    expect(notes.some((note) => note.startsWith('would better the skill, not mend the failure'))).toBe(true)
  })

  it('takes connection and exports off a saved command', () => {
    expect(
      bareCommand("ssh -J a b export KUBECONFIG='/a b' && export OPS_NAMESPACE=x && kubectl get pods && date"),
    ).toBe('kubectl get pods && date')
    expect(bareCommand('kubectl get pods')).toBe('kubectl get pods')
  })
})
