import type {
  HorizontalPodAutoscaler,
  HPAScalingRules,
  MetricSpec,
  MetricStatus,
  MetricTarget,
  MetricValueStatus,
} from 'kubernetes-types/autoscaling/v2.d.ts'
import type { DeepReadonly } from '../../api/types/object.ts'
import { writeAnnotations, writeLabels } from './labels.ts'
import type { Report } from './report-writer.ts'
import { longTime } from './time.ts'
import type { Describer } from './types.ts'

export const describeAutoscaler: Describer<HorizontalPodAutoscaler> = (report, { metadata, spec, status }) => {
  report.add(0, `Name:\t${metadata.name}\nNamespace:\t${metadata.namespace ?? ''}\n`)
  writeLabels(report, 'Labels', metadata.labels)
  writeAnnotations(report, 'Annotations', metadata.annotations)
  report.add(0, `CreationTimestamp:\t${longTime(metadata.creationTimestamp)}\n`)
  const target = spec?.scaleTargetRef
  report.add(0, `Reference:\t${target?.kind ?? ''}/${target?.name ?? ''}\n`)
  report.add(0, 'Metrics:\t( current / target )\n')
  for (const [index, metric] of (spec?.metrics ?? []).entries()) {
    report.add(1, `${metricLine(metric, status?.currentMetrics?.[index])}\n`)
  }
  report.add(0, `Min replicas:\t${spec?.minReplicas ?? '<unset>'}\nMax replicas:\t${spec?.maxReplicas ?? 0}\n`)
  if (spec?.behavior !== undefined) {
    report.add(0, 'Behavior:\n')
    writeRules(report, 'Scale Up', spec.behavior.scaleUp)
    writeRules(report, 'Scale Down', spec.behavior.scaleDown)
  }
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

type Target = DeepReadonly<MetricTarget>
type Value = DeepReadonly<MetricValueStatus> | undefined

/** What is measured, what it is now, and what it shall be. */
const metricLine = (metric: DeepReadonly<MetricSpec>, now: DeepReadonly<MetricStatus> | undefined): string => {
  const { resource, containerResource, pods, object, external } = metric
  if (resource !== undefined) {
    return usageLine(`resource ${resource.name} on pods`, resource.target, now?.resource?.current)
  }
  if (containerResource !== undefined) {
    const { name, container, target } = containerResource
    return usageLine(`resource ${name} of container "${container}" on pods`, target, now?.containerResource?.current)
  }
  if (pods !== undefined) {
    const value = now?.pods?.current.averageValue ?? '<unknown>'
    return `"${pods.metric.name}" on pods:\t${String(value)} / ${String(pods.target.averageValue)}`
  }
  if (object !== undefined) {
    const { kind, name } = object.describedObject
    return valueLine(`"${object.metric.name}" on ${kind}/${name}`, object.target, now?.object?.current)
  }
  if (external !== undefined) return valueLine(`"${external.metric.name}"`, external.target, now?.external?.current)
  return `<unknown metric type "${metric.type}">`
}

const usageLine = (title: string, target: Target, current: Value): string => {
  if (target.averageValue !== undefined) {
    return `${title}:\t${String(current?.averageValue ?? '<unknown>')} / ${String(target.averageValue)}`
  }
  const used = current?.averageUtilization
  const now = used === undefined ? '<unknown>' : `${used}% (${String(current?.averageValue ?? '')})`
  return `${title}  (as a percentage of request):\t${now} / ${target.averageUtilization ?? '<auto>'}%`
}

const valueLine = (title: string, target: Target, current: Value): string =>
  target.averageValue === undefined
    ? `${title} (target value):\t${String(current?.value ?? '<unknown>')} / ${String(target.value)}`
    : `${title} (target average value):\t${String(current?.averageValue ?? '<unknown>')} / ${String(target.averageValue)}`

const writeRules = (report: Report, title: string, rules: DeepReadonly<HPAScalingRules> | undefined): void => {
  if (rules === undefined) return
  report.add(1, `${title}:\n`)
  if (rules.stabilizationWindowSeconds !== undefined) {
    report.add(2, `Stabilization Window: ${rules.stabilizationWindowSeconds} seconds\n`)
  }
  if ((rules.policies ?? []).length === 0) return
  report.add(2, `Select Policy: ${rules.selectPolicy ?? 'Max'}\n`)
  report.add(2, 'Policies:\n')
  for (const { type, value, periodSeconds } of rules.policies ?? []) {
    report.add(3, `- Type: ${type}\tValue: ${value}\tPeriod: ${periodSeconds} seconds\n`)
  }
}
