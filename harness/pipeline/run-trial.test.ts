import { describe, expect, test } from 'vitest'
import type { Claim } from '../domain/claim.ts'
import type { Finding } from '../domain/finding.ts'
import { aTrialSpec } from '../testing/a-trial.ts'
import type { Scenario, Work } from '../testing/play-trial.ts'
import { aChange, idle, judged, run } from '../testing/play-trial.ts'

const state = (finding: Finding): Claim => ({ status: 'solved', summary: 'found it', finding })
const truth = { answer: 'yes', object: 'Deployment/demo-app' } as const
const lookAndState =
  (evidence: readonly string[], command = 'kubectl -n shop top pods'): Work =>
  async (context) => {
    await run(context, command)
    return state({ ...truth, evidence: [...evidence] })
  }

describe('a trial', () => {
  test('is solved by the right answer with evidence that was read', async () => {
    const record = await judged({ work: lookAndState(['demo-app-1   498m']) })
    expect(record).toMatchObject({ outcome: 'solved', commands: 1, verdict: { passed: true } })
    expect(record.times).toMatchObject({ methodMs: 50, toSolveMs: 50 })
    expect(record.times.environmentMs).toBeGreaterThan(10_000)
  })

  test('is not solved by doing nothing', async () => {
    expect(await judged({})).toMatchObject({ outcome: 'unsolved', times: { toSolveMs: null } })
  })

  test('is not solved by the right answer with the wrong cause of a field that the oracle judges', async () => {
    const work: Work = async (context) => {
      await run(context, 'kubectl -n shop top pods')
      return state({ ...truth, object: 'Deployment/demo-api', evidence: ['demo-app-1   498m'] })
    }
    const { outcome, verdict } = await judged({ work })
    expect(outcome).toBe('unsolved')
    expect(verdict.checks.filter(({ passed }) => !passed).map(({ name }) => name)).toEqual(['object'])
  })

  test.each([
    ['that was never printed', ['demo-app-1   444m'], 'kubectl -n shop top pods'],
    [
      'that the command itself spells out',
      ['demo-app-1   498m'],
      'kubectl -n shop top pods | grep "demo-app-1   498m"',
    ],
    ['that was printed beside kubectl', ['demo-app-1   498m'], 'kubectl -n shop top pods; echo fabricated'],
    ['that a command without kubectl printed', ['demo-app-1   498m'], 'top pods | sed s/a/a/'],
    ['that does not show the signal', ['demo-app-1'], 'kubectl -n shop top pods'],
    ['that does not name the object', ['498m'], 'kubectl -n shop top pods'],
    ['that is empty', [], 'kubectl -n shop top pods'],
    ['of which one piece is invented', ['demo-app-1   498m', 'OOMKilled'], 'kubectl -n shop top pods'],
  ])('is not solved by evidence %s', async (_what, evidence, command) => {
    const { outcome, verdict, claim } = await judged({ work: lookAndState(evidence, command) })
    expect(claim.status).toBe('solved')
    expect(outcome).toBe('unsolved')
    expect(verdict.checks.filter(({ passed }) => !passed).map(({ name }) => name)).toEqual(['evidence'])
  })

  test('is not solved by a right answer after a change', async () => {
    const work: Work = async (context, cluster) => {
      cluster.mutations.push(aChange(context.clock.nowMs() + 1))
      return lookAndState(['demo-app-1   498m'])(context, cluster)
    }
    const { outcome, verdict, mutations } = await judged({ work })
    expect(outcome).toBe('unsolved')
    expect(verdict.guard).toMatchObject([{ name: 'nothing was changed', passed: false }])
    expect(mutations).toMatchObject([{ class: 'out-of-scope' }])
  })

  test('is blocked when the method says so and the oracle does not disagree', async () => {
    const work: Work = async () => ({ status: 'blocked', summary: 'the gate left nothing' })
    expect((await judged({ work })).outcome).toBe('blocked')
  })

  test('ends at the limit of commands, and claims nothing', async () => {
    const work: Work = async (context) => {
      for (;;) await run(context, 'kubectl -n shop get pods')
    }
    const record = await judged({ work })
    expect(record).toMatchObject({ outcome: 'limit', commands: 10, claim: { status: 'unsolved' } })
  })

  test('ends at the limit of time while it sleeps', async () => {
    const work: Work = async (context) => {
      await context.clock.sleep(3_600_000)
      return idle
    }
    expect(await judged({ work })).toMatchObject({ outcome: 'limit', times: { methodMs: 300_000 } })
  })

  test('ends at the limit of time while a command runs', async () => {
    const asked: number[] = []
    const answer: Scenario['answer'] = (command) =>
      command === 'hang' ? { status: 'timed-out', limitMs: 0, stdout: '', stderr: '', durationMs: 0 } : undefined
    const work: Work = async (context) => {
      await context.shell.exec('hang', { timeoutMs: 9e9 })
      asked.push(1)
      return idle
    }
    expect((await judged({ work, answer })).outcome).toBe('limit')
    expect(asked).toEqual([])
  })

  test('stays at its limit when the loop swallows the error', async () => {
    const work: Work = async (context) => {
      await context.clock.sleep(3_600_000).catch(() => undefined)
      await run(context, 'kubectl -n shop get pods').catch(() => undefined)
      return state({ ...truth, evidence: ['x'] })
    }
    expect(await judged({ work })).toMatchObject({ outcome: 'limit', commands: 0, claim: { status: 'unsolved' } })
  })

  test('hands the loop a card that it cannot spoil for the oracle', async () => {
    const spec = aTrialSpec()
    const work: Work = async ({ card }) => {
      card.scope.allow.push({ verbs: ['patch'], kind: 'Deployment' })
      return idle
    }
    await judged({ spec, work })
    expect(spec.task.card.scope.allow).toEqual([])
  })
})
