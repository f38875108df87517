import type { Ingress, IngressBackend, IngressTLS } from 'kubernetes-types/networking/v1.d.ts'
import { resources } from '../../api/resources.ts'
import { ApiError } from '../../api/types/api-error.ts'
import type { DeepReadonly, Stored } from '../../api/types/object.ts'
import type { Session } from '../session.ts'
import { endpointsText, slicesOf } from './endpoint-slices.ts'
import { writeAnnotations, writeLabels } from './labels.ts'
import type { Report } from './report-writer.ts'
import type { Describer } from './types.ts'

export const describeIngress: Describer<Ingress> = async (report, ingress, { session }) => {
  const { metadata, spec, status } = ingress
  report.add(0, `Name:\t${metadata.name}\n`)
  writeLabels(report, 'Labels', metadata.labels)
  report.add(0, `Namespace:\t${metadata.namespace ?? ''}\n`)
  const addresses = (status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip || (hostname ?? ''))
  report.add(0, `Address:\t${addresses.join(',')}\n`)
  report.add(0, `Ingress Class:\t${spec?.ingressClassName ?? '<none>'}\n`)
  const fallback =
    spec?.defaultBackend === undefined ? '<default>' : await backendText(session, ingress, spec.defaultBackend)
  report.add(0, `Default backend:\t${fallback}\n`)
  writeTls(report, spec?.tls ?? [])
  report.add(0, 'Rules:\n  Host\tPath\tBackends\n')
  report.add(1, '----\t----\t--------\n')
  const rules = (spec?.rules ?? []).filter(({ http }) => http !== undefined)
  for (const { host, http } of rules) {
    report.add(1, `${host || '*'}\t\n`)
    for (const { path = '', backend } of http?.paths ?? []) {
      report.add(2, `\t${path} \t${await backendText(session, ingress, backend)}\n`)
    }
  }
  if (rules.length === 0) report.add(1, `*\t*\t${fallback}\n`)
  writeAnnotations(report, 'Annotations', metadata.annotations)
}

const writeTls = (report: Report, entries: readonly DeepReadonly<IngressTLS>[]): void => {
  if (entries.length > 0) report.add(0, 'TLS:\n')
  for (const { secretName = '', hosts = [] } of entries) {
    report.add(1, `${secretName === '' ? 'SNI routes' : `${secretName} terminates`} ${hosts.join(',')}\n`)
  }
}

/** `web:80 (10.244.0.7:80)`: a Service, its port, and what is ready behind it. */
const backendText = async (
  session: Session,
  { metadata: { namespace } }: Stored<Ingress>,
  { service, resource }: DeepReadonly<IngressBackend>,
): Promise<string> => {
  if (resource !== undefined)
    return `APIGroup: ${resource.apiGroup ?? '<none>'}, Kind: ${resource.kind}, Name: ${resource.name}`
  if (service === undefined) return ''
  const { name, port } = service
  const text = `${name}:${port?.number ?? port?.name ?? ''}`
  try {
    const found = await session.request((client) => client.get({ resource: resources.services, namespace, name }))
    const portName = found.spec?.ports?.find((one) => one.port === port?.number || one.name === port?.name)?.name ?? ''
    return `${text} (${endpointsText(await slicesOf(session, found), portName)})`
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return `${text} (<error: ${error.message}>)`
  }
}
