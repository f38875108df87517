import type { PodTemplateSpec } from 'kubernetes-types/core/v1.d.ts'
import type { DeepReadonly } from '../../api/types/object.ts'
import { writeContainers } from './containers.ts'
import { writeAnnotations, writeLabels, writeTolerations } from './labels.ts'
import type { Report } from './report-writer.ts'
import { writeTopologySpread } from './topology-spread.ts'
import { writeVolumes } from './volumes.ts'

/** The block `Pod Template:`. */
export const writeTemplate = (report: Report, { metadata, spec }: DeepReadonly<PodTemplateSpec>): void => {
  report.add(0, 'Pod Template:\n')
  writeLabels(report, '  Labels', metadata?.labels)
  if (Object.keys(metadata?.annotations ?? {}).length > 0)
    writeAnnotations(report, '  Annotations', metadata?.annotations)
  if (spec?.serviceAccountName) report.add(1, `Service Account:\t${spec.serviceAccountName}\n`)
  if ((spec?.initContainers ?? []).length > 0) {
    writeContainers(report, 'Init Containers', spec?.initContainers ?? [], { isTemplate: true })
  }
  writeContainers(report, 'Containers', spec?.containers ?? [], { isTemplate: true })
  writeVolumes(report, spec?.volumes, true)
  writeTopologySpread(report, '  ', spec?.topologySpreadConstraints)
  if (spec?.priorityClassName) report.add(1, `Priority Class Name:\t${spec.priorityClassName}\n`)
  writeLabels(report, '  Node-Selectors', spec?.nodeSelector)
  writeTolerations(report, '  Tolerations', spec?.tolerations)
}
