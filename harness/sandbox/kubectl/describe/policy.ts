import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v2.d.ts'
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1.d.ts'
import type { PriorityClass } from 'kubernetes-types/scheduling/v1.d.ts'
import { selectorText } from '../columns/selector-text.ts'
import { writeAnnotations, writeLabels } from './labels.ts'
import { longTime } from './time.ts'
import type { Describer } from './types.ts'

export const describeDisruptionBudget: Describer<PodDisruptionBudget> = (report, { metadata, spec, status }) => {
  report.add(0, `Name:\t${metadata.name}\nNamespace:\t${metadata.namespace ?? ''}\n`)
  if (spec?.minAvailable !== undefined) report.add(0, `Min available:\t${String(spec.minAvailable)}\n`)
  else if (spec?.maxUnavailable !== undefined) report.add(0, `Max unavailable:\t${String(spec.maxUnavailable)}\n`)
  report.add(0, `Selector:\t${spec?.selector === undefined ? '<unset>' : selectorText(spec.selector)}\n`)
  report.add(0, 'Status:\n')
  report.add(2, `Allowed disruptions:\t${status?.disruptionsAllowed ?? 0}\n`)
  report.add(2, `Current:\t${status?.currentHealthy ?? 0}\n`)
  report.add(2, `Desired:\t${status?.desiredHealthy ?? 0}\n`)
  report.add(2, `Total:\t${status?.expectedPods ?? 0}\n`)
}

export const describeAutoscaler: Describer<HorizontalPodAutoscaler> = (report, { metadata, spec, status }) => {
  report.add(0, `Name:\t${metadata.name}\nNamespace:\t${metadata.namespace ?? ''}\n`)
  writeLabels(report, 'Labels', metadata.labels)
  writeAnnotations(report, 'Annotations', metadata.annotations)
  report.add(0, `CreationTimestamp:\t${longTime(metadata.creationTimestamp)}\n`)
  const target = spec?.scaleTargetRef
  report.add(0, `Reference:\t${target?.kind ?? ''}/${target?.name ?? ''}\n`)
  report.add(0, 'Metrics:\t( current / target )\n')
  for (const [index, { resource }] of (spec?.metrics ?? []).entries()) {
    if (resource === undefined) continue
    const current = status?.currentMetrics?.[index]?.resource?.current
    if (resource.target.averageValue !== undefined) {
      const value = String(current?.averageValue ?? '<unknown>')
      report.add(1, `resource ${resource.name} on pods:\t${value} / ${String(resource.target.averageValue)}\n`)
      continue
    }
    const used = current?.averageUtilization
    const now = used === undefined ? '<unknown>' : `${used}% (${String(current?.averageValue ?? '')})`
    const wanted = resource.target.averageUtilization ?? '<auto>'
    report.add(1, `resource ${resource.name} on pods  (as a percentage of request):\t${now} / ${wanted}%\n`)
  }
  report.add(0, `Min replicas:\t${spec?.minReplicas ?? '<unset>'}\nMax replicas:\t${spec?.maxReplicas ?? 0}\n`)
  report.add(
    0,
    `${target?.kind ?? ''} pods:\t${status?.currentReplicas ?? 0} current / ${status?.desiredReplicas ?? 0} desired\n`,
  )
  const conditions = status?.conditions ?? []
  if (conditions.length === 0) return
  report.add(0, 'Conditions:\n')
  report.add(1, 'Type\tStatus\tReason\tMessage\n')
  report.add(1, '----\t------\t------\t-------\n')
  for (const { type, status: state, reason = '', message = '' } of conditions) {
    report.add(1, `${type}\t${state}\t${reason}\t${message}\n`)
  }
}

export const describePriorityClass: Describer<PriorityClass> = (
  report,
  { metadata, value, globalDefault, preemptionPolicy, description },
) => {
  report.add(0, `Name:\t${metadata.name}\nValue:\t${value}\nGlobalDefault:\t${globalDefault === true}\n`)
  report.add(
    0,
    `PreemptionPolicy:\t${preemptionPolicy ?? 'PreemptLowerPriority'}\nDescription:\t${description ?? ''}\n`,
  )
  writeAnnotations(report, 'Annotations', metadata.annotations)
}
