import type { EndpointAddress, EndpointSubset } from 'kubernetes-types/core/v1.d.ts'
import type { DeepReadonly } from '../../api/types/object.ts'
import type { Backend, BackendPort } from './service-backends.ts'

type Address = DeepReadonly<EndpointAddress>

/**
 * Addresses grouped by the ports they serve, as an Endpoints object lists them. Pods that are being deleted are left out.
 * @param kept the address as it may be stored already
 */
export const endpointSubsets = (
  backends: readonly Backend[],
  hasPorts: boolean,
  kept: (address: Address) => Address,
): readonly DeepReadonly<EndpointSubset>[] => {
  const groups = new Map<
    string,
    { readonly ports: readonly BackendPort[]; readonly ready: Address[]; readonly notReady: Address[] }
  >()
  for (const backend of backends) {
    if (backend.pod.metadata.deletionTimestamp !== undefined) continue
    if (hasPorts && backend.ports.length === 0) continue
    const key = JSON.stringify(backend.ports)
    const group = groups.get(key) ?? { ports: backend.ports, ready: [], notReady: [] }
    groups.set(key, group)
    const list = backend.ready ? group.ready : group.notReady
    list.push(kept(addressOf(backend)))
  }
  return [...groups.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { ports, ready, notReady }]) => ({
      ...(ready.length === 0 ? {} : { addresses: ready.sort(byIp) }),
      ...(notReady.length === 0 ? {} : { notReadyAddresses: notReady.sort(byIp) }),
      ...(ports.length === 0
        ? {}
        : { ports: ports.map(({ name, port, protocol }) => ({ ...(name === '' ? {} : { name }), port, protocol })) }),
    }))
}

const addressOf = ({ pod, address }: Backend): Address => ({
  ip: address,
  ...(pod.spec?.nodeName === undefined ? {} : { nodeName: pod.spec.nodeName }),
  targetRef: { kind: 'Pod', name: pod.metadata.name, namespace: pod.metadata.namespace ?? '', uid: pod.metadata.uid },
})

/** The server sorts addresses as byte strings. */
const byIp = (a: Address, b: Address): number => (a.ip < b.ip ? -1 : a.ip > b.ip ? 1 : 0)
