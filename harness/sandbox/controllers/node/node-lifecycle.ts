import type { Node } from 'kubernetes-types/core/v1.d.ts'
import { resources } from '../../api/resources.ts'
import type { Stored } from '../../api/types/object.ts'
import type { Control } from '../base/control.ts'
import { controlClient } from '../base/control-client.ts'
import { createEventRecorder } from '../base/event-recorder.ts'
import { isFinished, podCondition } from '../base/pods.ts'
import { timestamp } from '../base/timestamp.ts'

/**
 * Finds out which nodes have ceased to report: 50 s after it last saw a lease renewed it declares the node's conditions unknown and its
 * pods not ready. It looks every five seconds, which is computed here. Source: k8s.io/kubernetes, pkg/controller/nodelifecycle.
 */
export const startNodeLifecycle = ({ simulation, server, informers, rng, eventsFromMs }: Control): void => {
  const client = controlClient(server, 'system:serviceaccount:kube-system:node-controller', 'kube-controller-manager')
  const chance = rng.fork('node-lifecycle')
  const phaseMs = chance.int(0, MONITOR_MS - 1)
  const events = createEventRecorder(
    { simulation, client, eventsFromMs, rng: chance.fork('events') },
    { component: 'node-controller' },
  )

  /** The first look at or after a time. */
  const lookAt = (atMs: number): number => Math.ceil((atMs - phaseMs) / MONITOR_MS) * MONITOR_MS + phaseMs

  server.beats.onStop((name) => {
    const since = server.beats.silentSince(name)
    const lease = client.find({ resource: resources.leases, namespace: 'kube-node-lease', name })
    const renewedMs = Date.parse(String(lease?.spec?.renewTime ?? timestamp(simulation.nowMs())))
    const dueMs = lookAt(lookAt(renewedMs) + GRACE_MS + 1)
    simulation.schedule(Math.max(0, dueMs - simulation.nowMs()), () => {
      const node = informers.nodes.get(undefined, name)
      if (node !== undefined && server.beats.silentSince(name) === since) declareUnknown(node)
    })
  })

  const declareUnknown = (node: Stored<Node>): void => {
    const { name } = node.metadata
    const current = client.get({ resource: resources.nodes, name })
    const conditions = (current.status?.conditions ?? []).map((condition) => ({
      ...condition,
      status: 'Unknown',
      reason: 'NodeStatusUnknown',
      message: 'Kubelet stopped posting node status.',
      lastTransitionTime: timestamp(simulation.nowMs()),
    }))
    client.update(
      { resource: resources.nodes, name },
      { ...current, status: { ...current.status, conditions } },
      'status',
    )
    const message = `Node ${name} status is now: NodeNotReady`
    events.record({ object: node, type: 'Normal', reason: 'NodeNotReady', message })
    markPods(name)
  }

  const markPods = (node: string): void => {
    for (const pod of informers.pods.all()) {
      if (pod.spec?.nodeName !== node || isFinished(pod) || podCondition(pod, 'Ready')?.status !== 'True') continue
      const ready = { type: 'Ready', status: 'False', lastTransitionTime: timestamp(simulation.nowMs()) }
      const { namespace, name } = pod.metadata
      const body = { status: { conditions: [ready] } }
      client.patch({ resource: resources.pods, namespace, name }, { type: 'strategic', body }, 'status')
      events.record({ object: pod, type: 'Warning', reason: 'NodeNotReady', message: 'Node is not ready' })
    }
  }
}

const MONITOR_MS = 5_000
const GRACE_MS = 50_000
