import { expect, it } from 'vitest'
import type { CommandOutcome } from '../domain/command-outcome.ts'
import type { ExecutionReport } from '../domain/execution-report.ts'
import { TaskCard } from '../domain/task.ts'
import type { Shell } from '../ports/shell.ts'
import { componentUses } from '../runner/ask-model.ts'
import { aModelThat, uselessAnswers } from '../testing/fake-model.ts'
import { verifiers } from './index.ts'

const REPORT: ExecutionReport = {
  skill_name: 's',
  preconditions: [],
  actions: [{ command: 'kubectl rollout restart deployment/demo-app', returncode: 0, stdout: '', stderr: '' }],
  success_criteria: [],
  rollback: [],
}
/** A cluster in which the workload is not there: the rules judge it as not recovered. */
const EMPTY: Shell = {
  exec: async (): Promise<CommandOutcome> => ({
    status: 'exited',
    exitCode: 0,
    stdout: '{"items": []}',
    stderr: '',
    truncated: false,
    durationMs: 1,
  }),
}
const INPUT = {
  card: TaskCard.parse({ name: 'c', intent: 'Recover it', namespace: 'shop', workload: 'demo-app' }),
  report: REPORT,
  finding: null,
  shell: EMPTY,
}

it('judges as the model does, over observations that the rules made', async () => {
  const given = aModelThat({ type: 'json', value: { passed: true, reason: 'it serves again' } })
  const observed = await verifiers.heuristic().verify(INPUT)
  expect(observed.passed).toBe(false)
  expect(await verifiers.llm(given).verify(INPUT)).toEqual({
    passed: true,
    reason: 'it serves again',
    checks: observed.checks,
  })
  expect(componentUses(given.events)).toMatchObject([{ component: 'verifier', requested: 'llm', used: 'llm' }])
})

it('shows the model the observations, and not only what the skill says of itself', async () => {
  const given = aModelThat({ type: 'timeout' })
  const { checks } = await verifiers.llm(given).verify(INPUT)
  expect(checks.length).toBeGreaterThan(0)
  for (const { name } of checks) expect(given.questions[0]?.user).toContain(JSON.stringify(name))
})

it.each(
  uselessAnswers(
    ['gives no reason', { passed: true, reason: '' }, /invalid: /],
    ['says yes in a word', { passed: 'yes', reason: 'it serves' }, /invalid: /],
    ['adds checks of its own', { passed: true, reason: 'fine', checks: [{ passed: true }] }, /checks/],
  ),
)('takes the judgement of the rules, and says so, where the model %s', async (_, answer, reason) => {
  const given = aModelThat(answer)
  expect(await verifiers.llm(given).verify(INPUT)).toEqual(await verifiers.heuristic().verify(INPUT))
  expect(componentUses(given.events)).toEqual([
    { component: 'verifier', requested: 'llm', used: 'heuristic', reason: expect.stringMatching(reason) as string },
  ])
})
