import type { Service } from 'kubernetes-types/core/v1.d.ts'
import type { EndpointSlice } from 'kubernetes-types/discovery/v1.d.ts'
import { resources } from '../../api/resources.ts'
import { ApiError } from '../../api/types/api-error.ts'
import type { Stored } from '../../api/types/object.ts'
import type { Session } from '../session.ts'
import { writeAnnotations, writeLabels } from './labels.ts'
import type { Describer } from './types.ts'

/** The slices of a Service; none where they may not be read. */
export const slicesOf = async (
  session: Session,
  { metadata }: Stored<Service>,
): Promise<readonly Stored<EndpointSlice>[]> => {
  try {
    const labelSelector = `kubernetes.io/service-name=${metadata.name}`
    const list = await session.request((client) =>
      client.list({ resource: resources.endpointSlices, namespace: metadata.namespace }, { labelSelector }),
    )
    return list.items
  } catch (error) {
    if (error instanceof ApiError) return []
    throw error
  }
}

/** Ready addresses of one port: three at most, then a count; bare where no pod has such a port. Empty when nothing is ready. */
export const endpointsText = (slices: readonly Stored<EndpointSlice>[], portName: string): string => {
  if (slices.length === 0) return '<none>'
  const addresses = slices.flatMap(({ ports, endpoints }) => {
    const ready = endpoints
      .filter(({ conditions }) => conditions?.ready !== false)
      .flatMap((endpoint) => endpoint.addresses)
    if ((ports ?? []).length === 0) return ready
    return (ports ?? [])
      .filter(({ name }) => (name ?? '') === portName)
      .flatMap(({ port }) => ready.map((address) => `${address}:${port ?? ''}`))
  })
  const shown = addresses.slice(0, 3).join(',')
  return addresses.length > 3 ? `${shown} + ${addresses.length - 3} more...` : shown
}

export const describeEndpointSlice: Describer<EndpointSlice> = (
  report,
  { metadata, addressType, ports, endpoints },
) => {
  report.add(0, `Name:\t${metadata.name}\nNamespace:\t${metadata.namespace ?? ''}\n`)
  writeLabels(report, 'Labels', metadata.labels)
  writeAnnotations(report, 'Annotations', metadata.annotations)
  report.add(0, `AddressType:\t${addressType}\n`)
  if ((ports ?? []).length === 0) report.add(0, 'Ports: <unset>\n')
  else {
    report.add(0, 'Ports:\n')
    report.add(1, 'Name\tPort\tProtocol\n')
    report.add(1, '----\t----\t--------\n')
  }
  for (const { name = '', port, protocol = 'TCP' } of ports ?? []) {
    report.add(1, `${name === '' ? '<unset>' : name}\t${port ?? '<unset>'}\t${protocol}\n`)
  }
  report.add(0, endpoints.length === 0 ? 'Endpoints: <none>\n' : 'Endpoints:\n')
  for (const { addresses, conditions, hostname, targetRef, nodeName, zone } of endpoints) {
    report.add(1, `- Addresses:\t${addresses.join(', ') || '<none>'}\n`)
    report.add(2, 'Conditions:\n')
    report.add(3, `Ready:\t${String(conditions?.ready ?? '<unset>')}\n`)
    report.add(2, `Hostname:\t${hostname ?? '<unset>'}\n`)
    if (targetRef !== undefined) report.add(2, `TargetRef:\t${targetRef.kind ?? ''}/${targetRef.name ?? ''}\n`)
    report.add(2, `NodeName:\t${nodeName ?? '<unset>'}\n`)
    report.add(2, `Zone:\t${zone ?? '<unset>'}\n`)
  }
}
