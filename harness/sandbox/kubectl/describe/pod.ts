import type { Container, Pod } from 'kubernetes-types/core/v1.d.ts'
import type { DeepReadonly, Stored } from '../../api/types/object.ts'
import { evaluate } from '../jsonpath/evaluate.ts'
import { parseRelaxedPath } from '../jsonpath/relaxed-path.ts'
import { ageSince } from '../format/age.ts'
import { writeContainers } from './containers.ts'
import type { FieldResolver } from './environment.ts'
import { writeAnnotations, writeLabels, writeTolerations } from './labels.ts'
import type { Report } from './report-writer.ts'
import { longTime } from './time.ts'
import { writeTopologySpread } from './topology-spread.ts'
import type { Describer } from './types.ts'
import { writeVolumes } from './volumes.ts'

export const describePod: Describer<Pod> = (report, pod, { nowMs }) => {
  const { metadata, spec, status } = pod
  report.add(0, `Name:\t${metadata.name}\nNamespace:\t${metadata.namespace ?? ''}\n`)
  if (spec?.priority !== undefined) report.add(0, `Priority:\t${spec.priority}\n`)
  if (spec?.priorityClassName) report.add(0, `Priority Class Name:\t${spec.priorityClassName}\n`)
  if (spec?.serviceAccountName) report.add(0, `Service Account:\t${spec.serviceAccountName}\n`)
  report.add(0, `Node:\t${spec?.nodeName ? `${spec.nodeName}/${status?.hostIP ?? ''}` : '<none>'}\n`)
  if (status?.startTime !== undefined) report.add(0, `Start Time:\t${longTime(status.startTime)}\n`)
  writeLabels(report, 'Labels', metadata.labels)
  writeAnnotations(report, 'Annotations', metadata.annotations)
  writePhase(report, pod, nowMs)
  report.add(0, `IP:\t${status?.podIP ?? ''}\n`)
  const ips = status?.podIPs ?? []
  report.add(0, ips.length === 0 ? 'IPs:\t<none>\n' : 'IPs:\n')
  for (const { ip } of ips) report.add(1, `IP:\t${ip ?? ''}\n`)
  const owner = metadata.ownerReferences?.find(({ controller }) => controller === true)
  if (owner !== undefined) report.add(0, `Controlled By:\t${owner.kind}/${owner.name}\n`)
  if (status?.nominatedNodeName) report.add(0, `NominatedNodeName:\t${status.nominatedNodeName}\n`)
  writeBody(report, pod)
}

const writePhase = (report: Report, { metadata, status }: Stored<Pod>, nowMs: number): void => {
  const { deletionTimestamp } = metadata
  if (deletionTimestamp !== undefined && status?.phase !== 'Failed' && status?.phase !== 'Succeeded') {
    report.add(0, `Status:\tTerminating (lasts ${ageSince(deletionTimestamp, nowMs)})\n`)
    report.add(0, `Termination Grace Period:\t${metadata.deletionGracePeriodSeconds ?? 0}s\n`)
  } else {
    report.add(0, `Status:\t${status?.phase ?? ''}\n`)
  }
  if (status?.reason) report.add(0, `Reason:\t${status.reason}\n`)
  if (status?.message) report.add(0, `Message:\t${status.message}\n`)
}

const writeBody = (report: Report, pod: Stored<Pod>): void => {
  const { spec, status } = pod
  const resolve = fieldOf(pod)
  if ((spec?.initContainers ?? []).length > 0) {
    const statuses = status?.initContainerStatuses
    writeContainers(report, 'Init Containers', spec?.initContainers ?? [], { statuses, resolve, isTemplate: false })
  }
  const statuses = status?.containerStatuses
  writeContainers(report, 'Containers', spec?.containers ?? [], { statuses, resolve, isTemplate: false })
  if ((spec?.ephemeralContainers ?? []).length > 0) {
    const debuggers = (spec?.ephemeralContainers ?? []) as readonly DeepReadonly<Container>[]
    const options = { statuses: status?.ephemeralContainerStatuses, resolve, isTemplate: false }
    writeContainers(report, 'Ephemeral Containers', debuggers, options)
  }
  if ((status?.conditions ?? []).length > 0) report.add(0, 'Conditions:\n  Type\tStatus\n')
  for (const condition of status?.conditions ?? []) report.add(1, `${condition.type} \t${condition.status} \n`)
  writeVolumes(report, spec?.volumes, false)
  report.add(0, `QoS Class:\t${status?.qosClass ?? ''}\n`)
  writeLabels(report, 'Node-Selectors', spec?.nodeSelector)
  writeTolerations(report, 'Tolerations', spec?.tolerations)
  writeTopologySpread(report, '', spec?.topologySpreadConstraints)
}

const fieldOf =
  (pod: Stored<Pod>): FieldResolver =>
  (fieldPath) => {
    const [value] = evaluate(parseRelaxedPath(fieldPath), pod)
    return typeof value === 'string' ? value : ''
  }
