import { describe, expect, it } from 'vitest'
import type { CommandOutcome } from '../domain/command-outcome.ts'
import { ExecutionReport } from '../domain/execution-report.ts'
import { Skill } from '../domain/skill.ts'
import type { Gate } from '../ports/components.ts'
import type { Shell } from '../ports/shell.ts'
import type { TraceSink } from '../ports/trace-sink.ts'
import { type RunSkillRequest, runSkill } from './run-skill.ts'

const exited = (exitCode: number, stdout = '', stderr = ''): CommandOutcome => ({
  status: 'exited',
  exitCode,
  stdout,
  stderr,
  truncated: false,
  durationMs: 40,
})

/** A shell that answers by the first key that a command contains, and remembers what it was asked. */
const aShell = (answers: Readonly<Record<string, CommandOutcome>>) => {
  const asked: { command: string; timeoutMs: number }[] = []
  const shell: Shell = {
    exec: async (command, { timeoutMs }) => {
      asked.push({ command, timeoutMs })
      return Object.entries(answers).find(([part]) => command.includes(part))?.[1] ?? exited(0)
    },
  }
  return { shell, asked }
}

const aTrace = () => {
  const events: Parameters<TraceSink['record']>[0][] = []
  return { trace: { record: (event) => void events.push(event) } satisfies TraceSink, events }
}

const aSkill = (overrides: Record<string, unknown> = {}): Skill =>
  Skill.parse({
    name: 'restart',
    intent: 'restart it',
    namespace: 'shop',
    preconditions: [{ name: 'exists', command: 'kubectl get deployment demo-app' }],
    actions: [{ name: 'restart', command: 'kubectl rollout restart deployment/demo-app', on_failure: 'rollback' }],
    success_criteria: [
      {
        name: 'rolled out',
        command: 'kubectl rollout status deployment/demo-app',
        expect_stdout_contains: 'successfully',
      },
    ],
    rollback: [{ name: 'undo', command: 'kubectl rollout undo deployment/demo-app', timeout: '30s' }],
    ...overrides,
  })

const HEALTHY = { 'rollout status': exited(0, 'deployment "demo-app" successfully rolled out\n') }
const DENY_ALL: Gate = { decide: () => ({ allowed: false, rule: 'scope', reason: 'not here' }) }

const run = async (
  answers: Readonly<Record<string, CommandOutcome>>,
  request: Partial<RunSkillRequest> & { readonly skill: Skill },
) => {
  const { shell, asked } = aShell(answers)
  const { trace, events } = aTrace()
  const result = await runSkill(
    { shell, trace },
    { namespace: 'shop', mode: { type: 'execute', gate: null }, ...request },
  )
  return { ...result, asked, events, status: result.report.status }
}

describe('running a skill', () => {
  it('runs preconditions, actions and success criteria in order, each with its environment', async () => {
    const { status, asked, report } = await run(HEALTHY, {
      skill: aSkill(),
      kubeconfig: '/etc/it is.conf',
      parameters: { workload: 'demo-app' },
    })
    const exports = `export KUBECONFIG='/etc/it is.conf' && export OPS_NAMESPACE=shop && export OPS_WORKLOAD=demo-app && `
    expect(asked.map((each) => each.command)).toEqual([
      `${exports}kubectl get deployment demo-app`,
      `${exports}kubectl rollout restart deployment/demo-app`,
      `${exports}kubectl rollout status deployment/demo-app`,
    ])
    expect(status).toBe('succeeded')
    expect(ExecutionReport.safeParse(report).success).toBe(true)
    expect(report.success_criteria[0]).toMatchObject({ passed: true, detail: "stdout contains 'successfully'" })
    expect(report.preconditions[0]).toMatchObject({ detail: 'exit=0', raw: { returncode: 0, stdout: '', stderr: '' } })
  })

  it('changes nothing when a precondition fails', async () => {
    const { status, asked, failures } = await run({ 'get deployment': exited(1, '', 'not found') }, { skill: aSkill() })
    expect(status).toBe('blocked')
    expect(asked).toHaveLength(1)
    expect(failures).toEqual([
      { skill: 'restart', step: 'exists', kind: 'precondition-failed', detail: 'exit=1, expected 0: not found' },
    ])
  })

  it('rolls back after a failed action that asks for it, and checks no success criteria', async () => {
    const { status, asked, events } = await run({ 'rollout restart': exited(1, '', 'forbidden') }, { skill: aSkill() })
    expect(status).toBe('rolled-back')
    expect(asked.at(-1)).toMatchObject({ command: expect.stringContaining('rollout undo'), timeoutMs: 30_000 })
    expect(asked.some(({ command }) => command.includes('rollout status'))).toBe(false)
    expect(events).toContainEqual({ type: 'rollback', available: true, completed: true })
  })

  it('rolls back after failed success criteria, and says when the way back failed too', async () => {
    const broken = { 'rollout status': exited(0, 'still waiting'), 'rollout undo': exited(1) }
    const { status, failures, events } = await run(broken, { skill: aSkill() })
    expect(status).toBe('rollback-failed')
    expect(failures.map((each) => each.kind)).toEqual(['verification-failed'])
    expect(events).toContainEqual({ type: 'rollback', available: true, completed: false })
  })

  it('goes on after a failed action that says so, and stops after one that aborts', async () => {
    const actions = [
      { name: 'a', command: 'first', on_failure: 'continue' },
      { name: 'b', command: 'second' },
      { name: 'c', command: 'third' },
    ]
    const skill = aSkill({ actions, rollback: [], preconditions: [] })
    const failing = { first: exited(1), second: exited(1) }
    const { status, asked } = await run(failing, { skill })
    expect(asked.map(({ command }) => command.split('&& ')[1])).toEqual(['first', 'second'])
    expect(status).toBe('failed')
  })

  it('takes a timeout for a failure with its own signature', async () => {
    const late: CommandOutcome = {
      status: 'timed-out',
      limitMs: 180_000,
      stdout: 'Waiting',
      stderr: '',
      durationMs: 180_000,
    }
    const { report, failures } = await run({ 'rollout restart': late }, { skill: aSkill() })
    expect(report.actions[0]).toMatchObject({ returncode: null, stdout: 'Waiting', note: 'timed out after 180 s' })
    expect(failures[0]?.kind).toBe('timed-out')
  })

  it('is blocked, without a way back, when the gate refuses before anything ran', async () => {
    const { status, asked, report, events } = await run(HEALTHY, {
      skill: aSkill({ preconditions: [] }),
      mode: { type: 'execute', gate: DENY_ALL },
    })
    expect(status).toBe('blocked')
    expect(asked).toEqual([])
    expect(report.actions[0]?.note).toBe('denied by scope: not here')
    expect(events).toContainEqual(expect.objectContaining({ type: 'decision', component: 'gate', activated: true }))
  })

  it('runs no action in verify mode', async () => {
    const allow: Gate = { decide: () => ({ allowed: true, reason: '' }) }
    const { status, asked } = await run(HEALTHY, { skill: aSkill(), mode: { type: 'verify', gate: allow } })
    expect(status).toBe('verified')
    expect(asked.some(({ command }) => command.includes('restart'))).toBe(false)
  })

  it('refuses a template that still holds a placeholder, with the reason', async () => {
    const skill = aSkill({
      actions: [{ name: 'patch', command: 'kubectl set image deployment/x x=PLACEHOLDER_IMAGE' }],
    })
    const { status, asked, report } = await run(HEALTHY, { skill })
    expect(status).toBe('blocked')
    expect(asked).toEqual([])
    expect(report.reason).toBe(
      'restart still holds PLACEHOLDER_IMAGE; replace it in the commands before running the skill',
    )
  })

  it('refuses values that are not of the declared type', async () => {
    const skill = aSkill({ parameters: { replicas: { type: 'integer' }, tier: { type: 'enum', values: ['a', 'b'] } } })
    const { report } = await run(HEALTHY, { skill, parameters: { tier: 'c' } })
    expect(report.reason).toBe(
      'parameter replicas: expected a value, found none; parameter tier: expected one of a, b, found "c"',
    )
  })

  it('states its finding with the words of the output as evidence', async () => {
    const skill = aSkill({
      actions: [{ name: 'look', command: 'kubectl top pods' }],
      finding: {
        rules: [
          {
            step: 'look',
            matches: '^(demo-\\w+)-\\S+ +4\\d\\dm',
            answer: 'yes',
            object: 'Deployment/$1',
            cause: 'cpu',
          },
        ],
      },
    })
    const { finding } = await run(
      { ...HEALTHY, 'top pods': exited(0, 'NAME CPU\ndemo-api-1 498m\ndemo-app-1 3m\n') },
      { skill },
    )
    expect(finding).toEqual({
      answer: 'yes',
      object: 'Deployment/demo-api',
      cause: 'cpu',
      evidence: ['demo-api-1 498m'],
    })
  })
})
