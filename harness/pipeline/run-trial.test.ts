import { describe, expect, test } from 'vitest'
import type { Claim } from '../domain/claim.ts'
import { InfrastructureError } from '../domain/errors.ts'
import type { Finding } from '../domain/finding.ts'
import type { Mutation } from '../domain/mutation.ts'
import type { JudgedTrial, TrialRecord, TrialSpec, VoidTrial } from '../domain/trial.ts'
import type { LoopContext } from '../ports/loop.ts'
import { aFault, anEnvironment, aTask, aTrialSpec } from '../testing/a-trial.ts'
import { anRng } from '../testing/an-rng.ts'
import type { FakeCluster, FakeClusterOptions } from '../testing/fake-cluster.ts'
import { aDeployment, createFakeCluster } from '../testing/fake-cluster.ts'
import { runTrial } from './run-trial.ts'

type Work = (context: LoopContext, cluster: FakeCluster) => Promise<Claim>

interface Scenario extends FakeClusterOptions {
  readonly spec?: TrialSpec
  readonly work?: Work
  readonly signal?: AbortSignal
  readonly fingerprint?: string
}

const play = async (
  scenario: Scenario = {},
): Promise<{ readonly record: TrialRecord; readonly cluster: FakeCluster }> => {
  const { spec = aTrialSpec(), work = async () => idle, fingerprint = anEnvironment.fingerprint } = scenario
  const cluster = createFakeCluster(scenario)
  const record = await runTrial(
    {
      pool: cluster.pool,
      rng: anRng(),
      environment: { ...anEnvironment, fingerprint },
      loopOf: () => ({ run: (context) => work(context, cluster) }),
    },
    spec,
    scenario.signal ?? new AbortController().signal,
  )
  return { record, cluster }
}

const judged = async (scenario: Scenario): Promise<JudgedTrial> => {
  const { record } = await play(scenario)
  if (record.outcome === 'void') throw new Error(`void in ${record.stage}: ${record.reason}`)
  return record
}
const voided = async (scenario: Scenario): Promise<VoidTrial & { readonly cluster: FakeCluster }> => {
  const { record, cluster } = await play(scenario)
  if (record.outcome !== 'void') throw new Error(`expected a void trial, not ${record.outcome}`)
  return { ...record, cluster }
}

const idle: Claim = { status: 'unsolved', summary: 'did nothing' }
const run = (context: LoopContext, command: string) => context.shell.exec(command, { timeoutMs: 30_000 })
const state = (finding: Finding): Claim => ({ status: 'solved', summary: 'found it', finding })
const truth = { answer: 'yes', object: 'Deployment/demo-app' } as const
const lookAndState =
  (evidence: readonly string[], command = 'kubectl -n shop top pods'): Work =>
  async (context) => {
    await run(context, command)
    return state({ ...truth, evidence: [...evidence] })
  }
const change = (atMs: number, overrides: Partial<Mutation> = {}): Mutation => ({
  atMs,
  actor: 'method',
  denied: false,
  verb: 'patch',
  kind: 'Deployment',
  name: 'demo-app',
  namespace: 'shop',
  paths: ['spec.replicas'],
  ...overrides,
})

const waitingPod = {
  kind: 'Pod',
  metadata: { name: 'stuck' },
  status: {
    containerStatuses: [
      { name: 'main', restartCount: 0, ready: false, state: { waiting: { reason: 'ImagePullBackOff' } } },
    ],
  },
}

const recoverTask = aTask({
  oracle: {
    judges: 'state',
    checks: [
      { name: 'pods are there', command: 'kubectl -n __NAMESPACE__ get pods', expect_stdout_contains: 'Running' },
    ],
    stable_for: '95s',
    requests: [{ service: 'demo-app', count: 3, interval: '1s' }],
    allowed_changes: [],
  },
})

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
      cluster.mutations.push(change(context.clock.nowMs() + 1))
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

describe('a trial that is judged by its state', () => {
  const spec = aTrialSpec({ task: recoverTask })
  const running: NonNullable<Scenario['answer']> = (command) => (command.endsWith('get pods') ? 'Running' : undefined)
  const repair: Work = async (context, cluster) => {
    await context.clock.sleep(7_000)
    cluster.mutations.push(change(context.clock.nowMs()))
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

describe('a fault', () => {
  test('is live while the method works, and gone afterwards, with its times', async () => {
    const live: boolean[] = []
    const work: Work = async (_context, cluster) => {
      live.push(cluster.isFaultLive())
      return idle
    }
    const { record, cluster } = await play({ work })
    expect(live).toEqual([true])
    expect(cluster.isFaultLive()).toBe(false)
    expect(cluster.isOpen()).toBe(false)
    const [window] = record.faultWindows
    const times = [window?.requestedMs, window?.injectedMs, window?.symptomMs, window?.recoveredMs]
    expect(times.every((time) => typeof time === 'number')).toBe(true)
    expect(times).toEqual(times.toSorted((a, b) => Number(a) - Number(b)))
  })

  test('lives under names that say nothing, outside the namespace of the task', async () => {
    const { record, cluster } = await play()
    const name = record.faultWindows[0]?.objectName ?? ''
    expect(name).toMatch(/^[a-z]{10}$/)
    expect(cluster.commands.find((command) => command.includes('delete stresschaos'))).toMatch(
      new RegExp(`^kubectl -n [a-z]{10} delete stresschaos ${name} `),
    )
  })

  test('that is to be removed is gone when the method starts', async () => {
    const base = aTrialSpec()
    const spec = { ...base, draw: { ...base.draw, variant: { ...base.draw.variant, fault_state: 'removed' as const } } }
    const live: boolean[] = []
    const work: Work = async (_context, cluster) => {
      live.push(cluster.isFaultLive())
      return idle
    }
    const { cluster } = await play({ spec, work })
    expect(live).toEqual([false])
    expect(cluster.commands.filter((command) => command.includes('delete stresschaos'))).toHaveLength(1)
  })

  test('is recovered when the loop breaks', async () => {
    const work: Work = async () => Promise.reject(new TypeError('x is undefined'))
    const { stage, reason, cluster, faultWindows } = await voided({ work })
    expect([stage, reason]).toEqual(['run', 'method noop is defective: TypeError: x is undefined'])
    expect([cluster.isFaultLive(), cluster.isOpen()]).toEqual([false, false])
    expect(faultWindows[0]?.recoveredMs).toEqual(expect.any(Number))
  })

  test('is recovered when the user interrupts, and no record is left', async () => {
    const controller = new AbortController()
    let seen: FakeCluster | undefined
    const work: Work = async (context, cluster) => {
      seen = cluster
      controller.abort()
      await run(context, 'kubectl -n shop get pods')
      return idle
    }
    await expect(play({ work, signal: controller.signal })).rejects.toThrow('the trial was stopped')
    expect([seen?.isFaultLive(), seen?.isOpen()]).toEqual([false, false])
  })
})

describe('a trial is void', () => {
  const broken = new InfrastructureError('the link is down')
  const failing =
    (part: string): NonNullable<Scenario['answer']> =>
    (command) =>
      command.includes(part) ? broken : undefined

  test('when the app cannot be applied', async () => {
    const answer: Scenario['answer'] = (command) =>
      command.includes('apply') ? { exitCode: 1, stderr: 'error: no such image' } : undefined
    expect(await voided({ answer })).toMatchObject({
      stage: 'open',
      reason: 'kubectl -n shop apply -f -: exit 1: error: no such image',
    })
  })

  test('when the app does not become steady', async () => {
    const answer: Scenario['answer'] = (command, cluster) => {
      if (command.includes('apply')) cluster.objects.set('Pod/stuck', waitingPod)
      return undefined
    }
    const { stage, reason } = await voided({ answer })
    expect([stage, reason]).toEqual(['open', expect.stringContaining('Pod/stuck: main waits: ImagePullBackOff')])
  })

  test('when the cluster is not the one that was planned for', async () => {
    expect(await voided({ fingerprint: 'other' })).toMatchObject({ stage: 'open' })
  })

  test('when the symptom shows before the injection', async () => {
    const answer: Scenario['answer'] = (command) => (command.includes('top pods') ? 'demo-app-1 455m\n' : undefined)
    const { stage, reason } = await voided({ answer })
    expect([stage, reason]).toEqual(['inject', 'fault stress-cpu: its symptom shows before it is injected'])
  })

  test('when the symptom never shows', async () => {
    const answer: Scenario['answer'] = (command) => (command.includes('top pods') ? 'demo-app-1 2m\n' : undefined)
    const { stage, reason, cluster } = await voided({ answer })
    expect([stage, reason]).toEqual(['inject', expect.stringContaining('did not show within 60 s')])
    expect(cluster.isFaultLive()).toBe(false)
  })

  test('when the fault is not injected', async () => {
    expect(await voided({ injects: false })).toMatchObject({
      stage: 'inject',
      reason: expect.stringContaining('was not injected within 120 s'),
    })
  })

  test('when Chaos Mesh reports a failure, with its message', async () => {
    const event = { type: 'Warning', reason: 'Failed', message: 'Failed to select targets: no pod is selected' }
    const answer: Scenario['answer'] = (command) =>
      command.includes('get events') ? JSON.stringify({ items: [event] }) : undefined
    expect(await voided({ injects: false, answer })).toMatchObject({
      stage: 'inject',
      reason: 'the injection failed: Failed to select targets: no pod is selected',
    })
  })

  test('when there are fewer pods than the fault wants', async () => {
    const spec = aTrialSpec({ fault: aFault({ targets: { pods: 3 } }) })
    expect(await voided({ spec })).toMatchObject({
      stage: 'inject',
      reason: 'Deployment demo-app has 2 pods, the fault wants 3',
    })
  })

  test('when the link breaks under the method', async () => {
    const work: Work = async (context) => {
      await run(context, 'kubectl -n shop get nodes')
      return idle
    }
    expect(await voided({ work, answer: failing('get nodes') })).toMatchObject({
      stage: 'run',
      reason: 'the link is down',
    })
  })

  test('when the link breaks under the oracle', async () => {
    const spec = aTrialSpec({ task: recoverTask })
    expect(await voided({ spec, answer: failing('curl') })).toMatchObject({
      stage: 'verify',
      reason: 'the link is down',
    })
  })

  test('when the fault cannot be removed', async () => {
    const answer: Scenario['answer'] = (command) => (command.includes('-o name') ? 'stresschaos/x\n' : undefined)
    const { stage, reason, faultWindows } = await voided({ answer })
    expect([stage, reason]).toEqual(['close', expect.stringContaining('stresschaos/x: not gone')])
    expect(faultWindows[0]).toMatchObject({ recoveredMs: null, note: expect.stringContaining('not gone') })
  })

  test('and keeps the first reason when cleaning up fails too', async () => {
    const work: Work = async () => Promise.reject(broken)
    const { stage, reason } = await voided({ work, answer: failing('delete stresschaos') })
    expect([stage, reason]).toEqual(['run', 'the link is down; cleaning up failed too: the link is down'])
  })
})
