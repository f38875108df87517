import { resources } from '../api/resources.ts'
import type { KubeObject } from '../api/types/object.ts'
import { createEventRecorder, type EventDependencies, eventSuffix } from '../controllers/base/event-recorder.ts'
import { microTimestamp } from '../controllers/base/timestamp.ts'
import type { ClusterProfile } from './cluster-profile.ts'

/** Writes what kubelet, proxy and control plane note down when the nodes that there are join the cluster. */
export const noteNodeStarts = (dependencies: EventDependencies, profile: ClusterProfile): void => {
  for (const { name, cgroups } of profile.nodes) {
    noteStart(dependencies, dependencies.client.get({ resource: resources.nodes, name }), cgroups === 1)
  }
}

const noteStart = (dependencies: EventDependencies, node: KubeObject, isLegacy: boolean): void => {
  const { simulation } = dependencies
  const { name } = node.metadata
  const write = (component: string, notices: readonly Notice[]): void => {
    const recorder = createEventRecorder(dependencies, {
      component,
      ...(component === 'kubelet' ? { host: name } : {}),
    })
    for (const [reason, message, type = 'Normal'] of notices) recorder.record({ object: node, type, reason, message })
  }
  const states = ['NodeHasSufficientMemory', 'NodeHasNoDiskPressure', 'NodeHasSufficientPID'].map((state): Notice => [
    state,
    `Node ${name} status is now: ${state}`,
  ])
  const legacy: Notice = [
    'CgroupV1',
    'cgroup v1 support is in maintenance mode, please migrate to cgroup v2',
    'Warning',
  ]
  const starting: Notice = ['Starting', 'Starting kubelet.']
  // The kubelet reports the states once before and once after it registers.
  const registered: readonly Notice[] = [...states, ...states]
  write('kubelet', [
    starting,
    ...(isLegacy ? [legacy] : []),
    ...registered,
    ['NodeAllocatableEnforced', 'Updated Node Allocatable limit across pods'],
  ])
  simulation.schedule(1_000, () => write('kubelet', [['NodeReady', `Node ${name} status is now: NodeReady`]]))
  simulation.schedule(2_000, () => noteProxy(dependencies, node))
  const registration: Notice = ['RegisteredNode', `Node ${name} event: Registered Node ${name} in Controller`]
  simulation.schedule(5_000, () => write('node-controller', [registration]))
}

type Notice = readonly [reason: string, message: string, type?: 'Warning']

/** The proxy writes the newer form of events, without counts. */
const noteProxy = ({ simulation, client, rng, eventsFromMs }: EventDependencies, node: KubeObject): void => {
  const nowMs = simulation.nowMs()
  if (nowMs < eventsFromMs) return
  const { name, uid } = node.metadata
  client.create({ resource: resources.events, namespace: 'default' }, {
    metadata: { name: `${name}.${eventSuffix(nowMs, rng)}`, namespace: 'default' },
    involvedObject: { kind: 'Node', name, uid },
    reason: 'Starting',
    message: '',
    action: 'StartKubeProxy',
    source: {},
    firstTimestamp: null,
    lastTimestamp: null,
    type: 'Normal',
    eventTime: microTimestamp(nowMs),
    reportingComponent: 'kube-proxy',
    reportingInstance: `kube-proxy-${name}`,
  } as never)
}
