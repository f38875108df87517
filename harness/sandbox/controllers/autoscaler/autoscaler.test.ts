import { describe, expect, it } from 'vitest'
import { aSandbox, aWebApp } from '../../../testing/a-sandbox.ts'
import { resources } from '../../api/resources.ts'

const anAutoscaler = (min: number, max: number, name = 'web'): string => `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: ${name} }
  minReplicas: ${min}
  maxReplicas: ${max}
  metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 50 } } }]
`
const statusOf = (sandbox: ReturnType<typeof aSandbox>) =>
  sandbox.admin.get({ resource: resources.horizontalPodAutoscalers, namespace: 'shop', name: 'web' }).status
const conditionsOf = (sandbox: ReturnType<typeof aSandbox>) =>
  (statusOf(sandbox)?.conditions ?? []).map(({ type, status, reason }) => `${type}=${status} ${reason}`)

describe('an autoscaler', () => {
  it('knows nothing for 15 s, then the use of quiet pods, and keeps their number for five minutes', () => {
    const sandbox = aSandbox(151)
    sandbox.apply(aWebApp('web', 2))
    sandbox.run(60)
    sandbox.apply(anAutoscaler(1, 4))
    sandbox.run(14)
    expect(statusOf(sandbox)?.currentReplicas ?? 0).toBe(0)
    sandbox.run(16)
    expect(conditionsOf(sandbox)).toEqual([
      'AbleToScale=True ScaleDownStabilized',
      'ScalingActive=True ValidMetricFound',
      'ScalingLimited=False DesiredWithinRange',
    ])
    expect(statusOf(sandbox)).toMatchObject({ currentReplicas: 2, desiredReplicas: 2 })
    expect(statusOf(sandbox)?.currentMetrics?.[0]?.resource?.current.averageUtilization).toBeLessThan(25)
    sandbox.run(330)
    expect(sandbox.pods('web')).toHaveLength(1)
  })

  it('says which request is missing', () => {
    const sandbox = aSandbox(152)
    sandbox.apply(aWebApp('web', 1).replace(/ +resources:.*\n/, ''))
    sandbox.run(60)
    sandbox.apply(anAutoscaler(1, 3))
    sandbox.run(20)
    const [pod] = sandbox.pods('web')
    const message = `failed to get cpu utilization: missing request for cpu in container web of Pod ${pod!.metadata.name}`
    expect(conditionsOf(sandbox)).toContain('ScalingActive=False FailedGetResourceMetric')
    expect(sandbox.events()).toContainEqual(expect.objectContaining({ reason: 'FailedGetResourceMetric', message }))
    expect(sandbox.events()).toContainEqual(
      expect.objectContaining({
        reason: 'FailedComputeMetricsReplicas',
        message: `invalid metrics (1 invalid out of 1), first error is: failed to get cpu resource metric value: ${message}`,
      }),
    )
  })

  it('adds pods under load, up to its maximum', () => {
    const sandbox = aSandbox(153)
    sandbox.apply(aWebApp('web', 1))
    sandbox.run(60)
    sandbox.apply(anAutoscaler(1, 3))
    const [pod] = sandbox.pods('web')
    sandbox.cluster.kubelets.stress(pod!.metadata.uid, 'web', 'load', { cpuMilli: 400, memoryBytes: 0 } as never)
    sandbox.run(60)
    expect(sandbox.pods('web')).toHaveLength(3)
    expect(sandbox.events()).toContainEqual(
      expect.objectContaining({
        reason: 'SuccessfulRescale',
        message: 'New size: 3; reason: cpu resource utilization (percentage of request) above target',
      }),
    )
    expect(conditionsOf(sandbox)).toContain('ScalingLimited=True TooManyReplicas')
  })

  it('says that its target is missing', () => {
    const sandbox = aSandbox(154)
    sandbox.apply(anAutoscaler(1, 3, 'nosuch'))
    sandbox.run(20)
    expect(conditionsOf(sandbox)).toEqual(['AbleToScale=False FailedGetScale'])
  })
})
