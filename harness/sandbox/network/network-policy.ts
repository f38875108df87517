import type { NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from 'kubernetes-types/networking/v1.d.ts'
import type { DeepReadonly, Stored } from '../api/types/object.ts'
import type { Informer } from '../controllers/base/informer.ts'
import { matchesSelector } from '../controllers/base/labels.ts'
import type { Informers } from '../controllers/base/informers.ts'
import type { PodRuntime } from '../kubelet/pod-runtime.ts'

export interface PolicyDependencies {
  readonly policies: Informer<NetworkPolicy>
  readonly informers: Pick<Informers, 'namespaces'>
}

export interface Packet {
  readonly from: PodRuntime | undefined
  readonly to: PodRuntime
  readonly port: number
  readonly protocol: 'TCP' | 'UDP'
}

type Policy = Stored<NetworkPolicy>
type Peer = DeepReadonly<NetworkPolicyPeer>

/**
 * Whether the policies let a connection through: both ends must allow it. A pod that no policy of a direction selects is open in that
 * direction; one that is selected lets through only what one of the rules names.
 */
export const isLetThrough = (dependencies: PolicyDependencies, packet: Packet): boolean => {
  const policies = [...dependencies.policies.all()]
  if (policies.length === 0) return true
  const { from, to } = packet
  if (from !== undefined && from.uid === to.uid) return true
  const isSent = from === undefined || isAllowed(dependencies, policies, packet, from, 'Egress')
  // The kubelet on the pod's own node always reaches it.
  return isSent && (from === undefined || isAllowed(dependencies, policies, packet, to, 'Ingress'))
}

const isAllowed = (
  dependencies: PolicyDependencies,
  policies: readonly Policy[],
  packet: Packet,
  pod: PodRuntime,
  direction: 'Ingress' | 'Egress',
): boolean => {
  const selecting = policies.filter(
    ({ metadata, spec }) =>
      metadata.namespace === pod.pod.metadata.namespace &&
      typesOf(spec).includes(direction) &&
      matchesSelector(pod.pod.metadata.labels, spec?.podSelector ?? {}),
  )
  if (selecting.length === 0) return true
  const other = direction === 'Ingress' ? packet.from : packet.to
  return selecting.some(({ metadata, spec }) => {
    const rules =
      direction === 'Ingress'
        ? (spec?.ingress ?? []).map(({ from, ports }) => ({ peers: from, ports }))
        : (spec?.egress ?? []).map(({ to, ports }) => ({ peers: to, ports }))
    return rules.some(
      ({ peers = [], ports = [] }) =>
        (peers.length === 0 || peers.some((peer) => isPeer(dependencies, metadata.namespace ?? '', peer, other))) &&
        (ports.length === 0 || ports.some((port) => isPort(port, packet))),
    )
  })
}

const typesOf = (spec: Policy['spec']): readonly string[] =>
  spec?.policyTypes ?? (spec?.egress === undefined ? ['Ingress'] : ['Ingress', 'Egress'])

const isPeer = (
  { informers }: PolicyDependencies,
  home: string,
  peer: Peer,
  other: PodRuntime | undefined,
): boolean => {
  if (other === undefined) return false
  const { ipBlock, namespaceSelector, podSelector } = peer
  if (ipBlock !== undefined)
    return isWithin(other.ip, ipBlock.cidr) && !(ipBlock.except ?? []).some((cidr) => isWithin(other.ip, cidr))
  const { namespace = '', labels = {} } = other.pod.metadata
  const isNamespace =
    namespaceSelector === undefined
      ? namespace === home
      : matchesSelector(informers.namespaces.get(undefined, namespace)?.metadata.labels, namespaceSelector)
  return isNamespace && (podSelector === undefined || matchesSelector(labels, podSelector))
}

const isPort = ({ port, endPort, protocol = 'TCP' }: DeepReadonly<NetworkPolicyPort>, packet: Packet): boolean => {
  if (protocol !== packet.protocol) return false
  if (port === undefined) return true
  if (typeof port === 'number') return packet.port >= port && packet.port <= (endPort ?? port)
  return packet.to.containers.some(({ spec }) =>
    (spec.ports ?? []).some(({ name, containerPort }) => name === port && containerPort === packet.port),
  )
}

const isWithin = (address: string, cidr: string): boolean => {
  const [network = '', length = '32'] = cidr.split('/')
  const number = (text: string): number => text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
  const size = 2 ** (32 - Number(length))
  return Math.floor(number(address) / size) === Math.floor(number(network) / size)
}
