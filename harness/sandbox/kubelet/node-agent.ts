import type { Node } from 'kubernetes-types/core/v1.d.ts'
import type { Stored } from '../api/types/object.ts'
import { controlClient } from '../controllers/base/control-client.ts'
import type { Control } from '../controllers/base/control.ts'
import { createEventRecorder } from '../controllers/base/event-recorder.ts'
import { readImageReference } from '../images/image-reference.ts'
import type { NodeAgent } from './types.ts'

/** The kubelet of one node, with its clocks: the moments at which it looks at its runtime and at its work are the node's own. */
export const createNodeAgent = (
  { simulation, server, informers, rng, eventsFromMs, standIns = [] }: Control,
  node: Stored<Node>,
  shared: Pick<NodeAgent, 'egressDelayMs' | 'wireOf' | 'claims' | 'services' | 'cgroups'>,
): NodeAgent => {
  const { name } = node.metadata
  const chance = rng.fork(`kubelet/${name}`)
  const client = controlClient(server, `system:node:${name}`, 'kubelet')
  const relistPhaseMs = chance.int(0, 999)
  const workPhaseMs = chance.int(0, 999)
  const prefix = (node.spec?.podCIDR ?? '10.244.0.0/24').split('.').slice(0, 3).join('.')
  let addresses = 1
  const untilPhase = (atMs: number, phaseMs: number): number => {
    const over = (((atMs - phaseMs) % 1000) + 1000) % 1000
    return over === 0 ? atMs : atMs + 1000 - over
  }
  return {
    name,
    isOn: true,
    ip: node.status?.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? '',
    simulation,
    client,
    informers,
    events: createEventRecorder(
      { simulation, client, eventsFromMs, rng: chance.fork('events') },
      { component: 'kubelet', host: name },
    ),
    rng: chance.fork('work'),
    ...shared,
    standIns,
    images: new Set(
      (node.status?.images ?? []).flatMap(({ names = [] }) =>
        names.map((image) => readImageReference(image).canonical),
      ),
    ),
    newAddress: () => {
      addresses += 1
      return `${prefix}.${addresses % 254 === 0 ? 2 : addresses % 254}`
    },
    keepAddress: (ip) => {
      addresses = Math.max(addresses, Number(ip.slice(ip.lastIndexOf('.') + 1)))
    },
    relistInMs: () => untilPhase(simulation.nowMs() + 1, relistPhaseMs) - simulation.nowMs() + chance.int(0, 60),
    workInMs: (ms) => untilPhase(simulation.nowMs() + ms, workPhaseMs) - simulation.nowMs(),
  }
}
