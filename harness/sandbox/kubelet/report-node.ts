import { resources } from '../api/resources.ts'
import { microTimestamp, timestamp } from '../controllers/base/timestamp.ts'
import type { NodeAgent } from './types.ts'

/** What a kubelet does first: it renews its lease, reports that its node is well, and notes what it did. */
export const reportNode = ({ client, events, simulation, name }: NodeAgent): void => {
  const node = client.find({ resource: resources.nodes, name })
  if (node === undefined) return
  const nowMs = simulation.nowMs()
  const known = node.status?.conditions ?? []
  const conditions = healthyConditions(nowMs).map((condition) => {
    const old = known.find(({ type }) => type === condition.type)
    const { lastTransitionTime = condition.lastTransitionTime, status } = old ?? {}
    return status === condition.status ? { ...condition, lastTransitionTime } : condition
  })
  client.update({ resource: resources.nodes, name }, { ...node, status: { ...node.status, conditions } }, 'status')
  const ref = { resource: resources.leases, namespace: 'kube-node-lease', name }
  const lease = client.find(ref)
  if (lease !== undefined) client.update(ref, { ...lease, spec: { ...lease.spec, renewTime: microTimestamp(nowMs) } })
  // A kubelet knows its node by name only.
  const object = { ...node, metadata: { ...node.metadata, uid: name } }
  const wasReady = known.some(({ type, status: was }) => type === 'Ready' && was === 'True')
  const states = ['NodeHasSufficientMemory', 'NodeHasNoDiskPressure', 'NodeHasSufficientPID']
  events.record({ object, type: 'Normal', reason: 'Starting', message: 'Starting kubelet.' })
  for (const reason of wasReady ? states : [...states, 'NodeReady'])
    events.record({ object, type: 'Normal', reason, message: `Node ${name} status is now: ${reason}` })
}

/** Conditions of a node that lacks nothing. */
export const healthyConditions = (nowMs: number) => {
  const condition = (type: string, status: string, reason: string, message: string) => ({
    lastHeartbeatTime: timestamp(nowMs),
    lastTransitionTime: timestamp(nowMs),
    message,
    reason,
    status,
    type,
  })
  return [
    condition('MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'),
    condition('DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'),
    condition('PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'),
    condition('Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'),
  ]
}
