import { describe, expect, test } from 'vitest'
import { InfrastructureError } from '../domain/errors.ts'
import { aFault, aTrialSpec } from '../testing/a-trial.ts'
import { aPod } from '../testing/fake-cluster.ts'
import type { Scenario, Work } from '../testing/play-trial.ts'
import { aRecoveryTask, idle, run, voided } from '../testing/play-trial.ts'

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
      if (command.includes('apply')) cluster.objects.set('Pod/stuck', aPod('stuck', { waiting: 'ImagePullBackOff' }))
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
    const event = {
      kind: 'Event',
      type: 'Warning',
      reason: 'Failed',
      message: 'Failed to select targets: no pod is selected',
    }
    const answer: Scenario['answer'] = (command) =>
      command.includes(',events -o json') ? JSON.stringify({ items: [event] }) : undefined
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
    const spec = aTrialSpec({ task: aRecoveryTask })
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
