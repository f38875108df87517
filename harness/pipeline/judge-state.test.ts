import { describe, expect, test } from 'vitest'
import type { JudgedTrial } from '../domain/trial.ts'
import { aTrialSpec } from '../testing/a-trial.ts'
import { aDeployment } from '../testing/fake-cluster.ts'
import type { Scenario, Work } from '../testing/play-trial.ts'
import { aChange, aRecoveryTask, idle, judged, run } from '../testing/play-trial.ts'

describe('a trial that is judged by its state', () => {
  const spec = aTrialSpec({ task: aRecoveryTask })
  const running: NonNullable<Scenario['answer']> = (command) => (command.endsWith('get pods') ? 'Running' : undefined)
  const repair: Work = async (context, cluster) => {
    await context.clock.sleep(7_000)
    cluster.mutations.push(aChange(context.clock.nowMs()))
    await run(context, 'kubectl -n shop rollout status deployment/demo-app')
    return { status: 'solved', summary: 'repaired' }
  }
  const failed = ({ verdict }: JudgedTrial) =>
    [...verdict.checks, ...verdict.guard]
      .filter(({ passed }) => !passed)
      .map(({ name, detail }) => `${name}: ${detail}`)

  test('is solved when checks and guard hold, at the time of the last change', async () => {
    const record = await judged({ spec, answer: running, work: repair })
    expect(failed(record)).toEqual([])
    expect(record).toMatchObject({ outcome: 'solved', times: { toSolveMs: 7_000 } })
    expect(record.times.oracleMs).toBeGreaterThanOrEqual(95_000)
  })

  test('is solved although the method ran into its limit afterwards', async () => {
    const work: Work = async (context, cluster) => {
      await repair(context, cluster)
      await context.clock.sleep(3_600_000)
      return idle
    }
    expect(await judged({ spec, answer: running, work })).toMatchObject({
      outcome: 'solved',
      claim: { status: 'unsolved' },
    })
  })

  test('is not solved when a check fails, whatever the method claims', async () => {
    const record = await judged({ spec, work: repair })
    expect(record.outcome).toBe('unsolved')
    expect(failed(record)).toEqual(["pods are there: stdout does not contain 'Running': no output"])
  })

  test('is not solved when one request of three fails', async () => {
    let requests = 0
    const answer: Scenario['answer'] = (command, cluster) => {
      if (!command.includes('curl')) return running(command, cluster)
      requests += 1
      return requests === 2 ? { exitCode: 7, stdout: '000 0.000\n' } : undefined
    }
    expect(failed(await judged({ spec, answer, work: repair }))).toEqual([
      'requests to demo-app: 2 of 3 requests were answered',
    ])
  })

  test('is not solved when a Deployment was scaled down to make the symptom go away', async () => {
    const work: Work = async (context, cluster) => {
      cluster.objects.set('Deployment/demo-app', {
        ...aDeployment('demo-app', { replicas: 0 }),
        status: { observedGeneration: 1 },
      })
      return repair(context, cluster)
    }
    const record = await judged({ spec, answer: running, work })
    expect(failed(record)).toEqual([
      'baseline objects exist: Deployment/demo-app has 0 of 2 replicas',
      'nothing else changed: Deployment/demo-app:spec.replicas 2 → 0',
    ])
  })

  test('writes down every check of oracle and guard', async () => {
    const { events, verdict } = await judged({ spec, answer: running, work: repair })
    const roles = events.filter((event) => event.type === 'check').map(({ role }) => role)
    expect(roles.filter((role) => role === 'oracle')).toHaveLength(verdict.checks.length)
    expect(roles.filter((role) => role === 'guard')).toHaveLength(verdict.guard.length)
  })
})
