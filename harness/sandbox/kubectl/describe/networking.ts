import type { Endpoints, Service } from 'kubernetes-types/core/v1.d.ts'
import type { Stored } from '../../api/types/object.ts'
import { labelText } from '../columns/column.ts'
import type { Session } from '../session.ts'
import { endpointsText, slicesOf } from './endpoint-slices.ts'
import { writeAnnotations, writeLabels } from './labels.ts'
import type { Report } from './report-writer.ts'
import type { Describer } from './types.ts'

export const describeService: Describer<Service> = async (report, service, { session }) => {
  const { metadata, spec } = service
  report.add(0, `Name:\t${metadata.name}\nNamespace:\t${metadata.namespace ?? ''}\n`)
  writeLabels(report, 'Labels', metadata.labels)
  writeAnnotations(report, 'Annotations', metadata.annotations)
  report.add(0, `Selector:\t${labelText(spec?.selector)}\n`)
  report.add(0, `Type:\t${spec?.type ?? 'ClusterIP'}\n`)
  if (spec?.ipFamilyPolicy !== undefined) report.add(0, `IP Family Policy:\t${spec.ipFamilyPolicy}\n`)
  report.add(0, `IP Families:\t${(spec?.ipFamilies ?? []).join(',') || '<none>'}\n`)
  report.add(0, `IP:\t${spec?.clusterIP ?? ''}\n`)
  report.add(0, `IPs:\t${(spec?.clusterIPs ?? []).join(',') || '<none>'}\n`)
  if ((spec?.externalIPs ?? []).length > 0) report.add(0, `External IPs:\t${(spec?.externalIPs ?? []).join(',')}\n`)
  if (spec?.externalName) report.add(0, `External Name:\t${spec.externalName}\n`)
  await writePorts(session, report, service)
  report.add(0, `Session Affinity:\t${spec?.sessionAffinity ?? 'None'}\n`)
  const { externalTrafficPolicy, internalTrafficPolicy } = spec ?? {}
  if (externalTrafficPolicy !== undefined) report.add(0, `External Traffic Policy:\t${externalTrafficPolicy}\n`)
  if (internalTrafficPolicy !== undefined) report.add(0, `Internal Traffic Policy:\t${internalTrafficPolicy}\n`)
  const ranges = spec?.loadBalancerSourceRanges ?? []
  if (ranges.length > 0) report.add(0, `LoadBalancer Source Ranges:\t${ranges.join(',')}\n`)
}

const writePorts = async (session: Session, report: Report, service: Stored<Service>): Promise<void> => {
  const slices = await slicesOf(session, service)
  for (const { name = '', port, protocol = 'TCP', targetPort, nodePort } of service.spec?.ports ?? []) {
    report.add(0, `Port:\t${name === '' ? '<unset>' : name}\t${port}/${protocol}\n`)
    report.add(0, `TargetPort:\t${String(targetPort ?? port)}/${protocol}\n`)
    if (nodePort) report.add(0, `NodePort:\t${name === '' ? '<unset>' : name}\t${nodePort}/${protocol}\n`)
    report.add(0, `Endpoints:\t${endpointsText(slices, name)}\n`)
  }
}

export const describeEndpoints: Describer<Endpoints> = (report, { metadata, subsets }) => {
  report.add(0, `Name:\t${metadata.name}\nNamespace:\t${metadata.namespace ?? ''}\n`)
  writeLabels(report, 'Labels', metadata.labels)
  writeAnnotations(report, 'Annotations', metadata.annotations)
  report.add(0, 'Subsets:\n')
  for (const { addresses = [], notReadyAddresses = [], ports = [] } of subsets ?? []) {
    report.add(1, `Addresses:\t${addresses.map(({ ip }) => ip).join(',') || '<none>'}\n`)
    report.add(1, `NotReadyAddresses:\t${notReadyAddresses.map(({ ip }) => ip).join(',') || '<none>'}\n`)
    if (ports.length > 0) {
      report.add(1, 'Ports:\n')
      report.add(2, 'Name\tPort\tProtocol\n')
      report.add(2, '----\t----\t--------\n')
    }
    for (const { name = '', port, protocol = 'TCP' } of ports) {
      report.add(2, `${name === '' ? '<unset>' : name}\t${port}\t${protocol}\n`)
    }
    report.add(0, '\n')
  }
}
