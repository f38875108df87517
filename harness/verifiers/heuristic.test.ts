import { describe, expect, it } from 'vitest'
import type { CommandOutcome } from '../domain/command-outcome.ts'
import type { ExecutionReport } from '../domain/execution-report.ts'
import type { Finding } from '../domain/finding.ts'
import { TaskCard } from '../domain/task.ts'
import type { Shell } from '../ports/shell.ts'
import { heuristicVerifier } from './heuristic.ts'

const CARD = TaskCard.parse({ name: 'c', intent: 'i', namespace: 'shop', workload: 'demo-app' })
const exited = (stdout: string, exitCode = 0): CommandOutcome => ({
  status: 'exited',
  exitCode,
  stdout,
  stderr: '',
  truncated: false,
  durationMs: 1,
})

const REPORT: ExecutionReport = {
  skill_name: 's',
  preconditions: [],
  actions: [{ command: 'kubectl top pods', returncode: 0, stdout: 'demo-app-1 498m 20Mi\n', stderr: '' }],
  success_criteria: [
    {
      name: 'rolled out',
      passed: true,
      detail: 'exit=0',
      raw: { command: 'kubectl rollout status', returncode: 0, stdout: '', stderr: '' },
    },
  ],
  rollback: [],
}

const deployment = (available: number) =>
  exited(
    JSON.stringify({
      items: [
        {
          metadata: { name: 'demo-app', generation: 2 },
          spec: { replicas: 2 },
          status: { observedGeneration: 2, replicas: 2, updatedReplicas: 2, availableReplicas: available },
        },
      ],
    }),
  )
const pods = (restartCount: number) =>
  exited(
    JSON.stringify({
      items: [{ metadata: { name: 'p' }, status: { containerStatuses: [{ restartCount, state: { running: {} } }] } }],
    }),
  )

/** A shell in which each command part is answered by its outcomes in turn, the last one again and again. */
const aShell = (answers: Readonly<Record<string, readonly CommandOutcome[]>>): Shell => {
  const asked = new Map<string, number>()
  return {
    exec: async (command) => {
      const [part, outcomes = []] = Object.entries(answers).find(([key]) => command.includes(key)) ?? ['']
      const turn = asked.get(part) ?? 0
      asked.set(part, turn + 1)
      return outcomes[Math.min(turn, outcomes.length - 1)] ?? exited('', 1)
    },
  }
}

const WELL = { 'get deployments': [deployment(2)], 'get pods': [pods(1)], sleep: [exited('')] }
const verify = (
  answers: Readonly<Record<string, readonly CommandOutcome[]>>,
  finding: Finding | null = null,
  report = REPORT,
) => heuristicVerifier().verify({ card: CARD, report, finding, shell: aShell(answers) })

describe('verifying a recovery by rules', () => {
  it('passes when several signals agree', async () => {
    expect(await verify(WELL)).toMatchObject({
      passed: true,
      reason: 'success-criteria, workload-availability, restart-counts agree',
    })
  })

  it('fails when a container restarts between the two looks', async () => {
    expect(await verify({ ...WELL, 'get pods': [pods(1), pods(2)] })).toMatchObject({
      passed: false,
      reason: 'no container restarts within 35 s: restarted or down: p',
    })
  })

  it('fails when replicas are missing, and when nothing could be seen', async () => {
    expect(await verify({ ...WELL, 'get deployments': [deployment(1)] })).toMatchObject({ passed: false })
    expect(await verify({})).toMatchObject({ passed: false })
  })

  it('sends requests where there is a client, and fails on one that is slow or not answered', async () => {
    const client = { ...WELL, 'get deployment/toolbox': [exited('x')] }
    const good = '200 0.004\n'.repeat(5)
    expect((await verify({ ...client, curl: [exited(good)] })).reason).toContain('service-requests')
    expect(await verify({ ...client, curl: [exited(`${good.slice(10)}200 1.500\n`)] })).toMatchObject({ passed: false })
    expect(await verify({ ...client, curl: [exited(`${good.slice(10)}000 5.000\n`)] })).toMatchObject({ passed: false })
  })

  it('does not take failed success criteria for a success', async () => {
    const [criterion] = REPORT.success_criteria
    const report = { ...REPORT, success_criteria: criterion === undefined ? [] : [{ ...criterion, passed: false }] }
    expect(await verify(WELL, null, report)).toMatchObject({ passed: false })
  })
})

describe('verifying a finding by rules', () => {
  const finding: Finding = { answer: 'yes', object: 'Deployment/demo-app', cause: 'cpu', evidence: ['demo-app-1 498m'] }

  it('passes when its evidence is seen again, with other numbers', async () => {
    const answers = { 'top pods': [exited('demo-app-1 501m 21Mi\n')], 'get deployment/demo-app': [exited('demo-app')] }
    expect(await verify(answers, finding)).toMatchObject({ passed: true })
    expect(await verify({ 'top pods': answers['top pods'] }, finding)).toMatchObject({
      passed: false,
      reason: expect.stringContaining('named object exists') as string,
    })
  })

  it('fails when the second look shows something else, and when no output holds the evidence', async () => {
    expect(await verify({ 'top pods': [exited('demo-app-2 3m\n')] }, finding)).toMatchObject({ passed: false })
    expect(await verify({}, { ...finding, evidence: ['invented'] })).toMatchObject({
      passed: false,
      reason: 'the evidence was seen: no output holds "invented"',
    })
  })
})
