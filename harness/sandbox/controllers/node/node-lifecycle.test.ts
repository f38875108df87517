import { beforeEach, describe, expect, it } from 'vitest'
import { aPod, aSandbox, aWebApp, statusOf } from '../../../testing/a-sandbox.ts'
import { ApiError } from '../../api/types/api-error.ts'
import { resources } from '../../api/resources.ts'
import type { StoredPod } from '../base/pods.ts'

describe('a node whose kubelet stops', () => {
  let sandbox: ReturnType<typeof aSandbox>
  let node: string

  const readNode = () => sandbox.admin.get({ resource: resources.nodes, name: node })
  const ready = () => readNode().status!.conditions!.find(({ type }) => type === 'Ready')
  const taints = () => (readNode().spec?.taints ?? []).map(({ key, effect }) => `${key}:${effect}`)
  const onNode = (): readonly StoredPod[] => sandbox.pods('web').filter(({ spec }) => spec?.nodeName === node)
  const elsewhere = (): readonly StoredPod[] => sandbox.pods('web').filter(({ spec }) => spec?.nodeName !== node)
  const endpoints = (): number => {
    const { subsets } = sandbox.admin.get({ resource: resources.endpoints, namespace: 'shop', name: 'web' })
    return (subsets ?? []).flatMap(({ addresses }) => addresses ?? []).length
  }
  const UNREACHABLE = ['node.kubernetes.io/unreachable:NoSchedule', 'node.kubernetes.io/unreachable:NoExecute']

  beforeEach(() => {
    sandbox = aSandbox(181)
    sandbox.apply(aWebApp('web', 3))
    sandbox.run(30)
    node = sandbox.pods('web')[0]!.spec!.nodeName!
  })

  it('goes on unnoticed for a while, renews nothing, and is not ready when 50 s have passed since its last lease', () => {
    const lease = { resource: resources.leases, namespace: 'kube-node-lease', name: node }
    const renewed = () => sandbox.admin.get(lease).spec?.renewTime
    sandbox.cluster.kubelets.stop(node)
    const last = renewed()
    sandbox.run(39)
    expect([ready()?.status, renewed()]).toEqual(['True', last])
    sandbox.run(22)
    expect(ready()).toMatchObject({
      status: 'Unknown',
      reason: 'NodeStatusUnknown',
      message: 'Kubelet stopped posting node status.',
    })
    expect(readNode().status!.conditions!.map(({ status }) => status)).toEqual(Array(4).fill('Unknown'))
    expect(taints()).toEqual(UNREACHABLE)
    expect(sandbox.events('default').map(({ message }) => message)).toContain(
      `Node ${node} status is now: NodeNotReady`,
    )
  })

  it('loses its pods as backends when it is not ready, and its pods after five minutes, to other nodes', () => {
    const before = onNode().length
    sandbox.cluster.kubelets.stop(node)
    sandbox.run(60)
    expect(onNode().map(statusOf)).toEqual(Array(before).fill('1/1 Running 0'))
    expect(endpoints()).toBe(3 - before)
    expect(sandbox.events()).toContainEqual(
      expect.objectContaining({ type: 'Warning', reason: 'NodeNotReady', message: 'Node is not ready', count: 1 }),
    )
    sandbox.run(300)
    expect(onNode().every(({ metadata }) => metadata.deletionTimestamp !== undefined)).toBe(true)
    sandbox.run(30)
    expect(onNode()).toHaveLength(before)
    expect(elsewhere().map(statusOf)).toEqual(Array(3).fill('1/1 Running 0'))
    expect(endpoints()).toBe(3)
    const daemons = sandbox.admin.list(
      { resource: resources.pods, namespace: 'kube-system' },
      { labelSelector: 'k8s-app=kube-proxy' },
    )
    expect(daemons.items.filter(({ metadata }) => metadata.deletionTimestamp !== undefined)).toEqual([])
  })

  it('is ready again when its kubelet starts, and brings to an end what was to be deleted', () => {
    sandbox.cluster.kubelets.stop(node)
    sandbox.run(400)
    sandbox.cluster.kubelets.start(node)
    sandbox.run(1)
    expect(ready()).toMatchObject({ status: 'True', reason: 'KubeletReady' })
    expect(taints()).toEqual([])
    expect(sandbox.events('default').map(({ message }) => message)).toContain(`Node ${node} status is now: NodeReady`)
    sandbox.run(40)
    expect(onNode()).toEqual([])
    expect(elsewhere().map(statusOf)).toEqual(Array(3).fill('1/1 Running 0'))
    sandbox.run(7200)
    const age = sandbox.simulation.nowMs() - Date.parse(String(ready()!.lastHeartbeatTime))
    expect(age).toBeLessThan(300_000)
    expect(ready()?.status).toBe('True')
  })

  it('keeps its containers over a short stop: nothing is restarted or evicted, and the pods are ready as before', () => {
    const before = onNode().map(({ status }) => status?.containerStatuses)
    sandbox.cluster.kubelets.stop(node)
    sandbox.run(100)
    sandbox.cluster.kubelets.start(node)
    sandbox.run(20)
    expect(onNode().map(({ status }) => status?.containerStatuses)).toEqual(before)
    expect(endpoints()).toBe(3)
    sandbox.run(600)
    expect(sandbox.pods('web').map(statusOf)).toEqual(Array(3).fill('1/1 Running 0'))
  })

  it('does nothing meanwhile: what dies stays down, what is new waits, and logs are out of reach', () => {
    sandbox.cluster.kubelets.stop(node)
    const [pod] = onNode()
    sandbox.cluster.kubelets.kill(pod!.metadata.uid, 'web', 137)
    sandbox.apply(aPod('pinned', '', 'nginx:1.27-alpine', `  nodeName: ${node}`))
    sandbox.cluster.connectContainers(() => Promise.reject(new Error('not asked')))
    const ref = { resource: resources.pods, namespace: 'shop', name: pod!.metadata.name }
    expect(() => sandbox.admin.log(ref, {})).toThrow(ApiError)
    expect(() => sandbox.admin.log(ref, {})).toThrow(
      /^Get "https:\/\/10\.240\.0\.1\d:10250\/containerLogs\/shop\/.*connection refused$/,
    )
    sandbox.run(20)
    const restarts = () =>
      onNode().flatMap(({ status }) => status?.containerStatuses?.map((one) => one.restartCount) ?? [])
    const pinned = () => sandbox.pods('pinned').map(({ status }) => status?.phase)
    expect(Math.max(...restarts())).toBe(0)
    expect(pinned()).toEqual(['Pending'])
    sandbox.cluster.kubelets.start(node)
    sandbox.run(20)
    expect(Math.max(...restarts())).toBe(1)
    expect(pinned()).toEqual(['Running'])
    expect(sandbox.pods('web').map(statusOf).sort()).toEqual(['1/1 Running 0', '1/1 Running 0', '1/1 Running 1'])
  })

  it('is not declared lost for an earlier stop once it was started again', () => {
    sandbox.cluster.kubelets.stop(node)
    sandbox.run(25)
    sandbox.cluster.kubelets.start(node)
    sandbox.run(5)
    sandbox.cluster.kubelets.stop(node)
    sandbox.run(25)
    expect(ready()?.status).toBe('True')
    sandbox.run(30)
    expect(ready()?.status).toBe('Unknown')
  })
})
