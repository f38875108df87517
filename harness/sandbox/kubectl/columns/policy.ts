import type { ValidatingWebhookConfiguration } from 'kubernetes-types/admissionregistration/v1.d.ts'
import type { HorizontalPodAutoscaler, MetricSpec, MetricStatus } from 'kubernetes-types/autoscaling/v2.d.ts'
import type { Lease } from 'kubernetes-types/coordination/v1.d.ts'
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1.d.ts'
import type { PriorityClass } from 'kubernetes-types/scheduling/v1.d.ts'
import type { DeepReadonly, Stored } from '../../api/types/object.ts'
import { ageColumn, column, nameColumn } from './column.ts'
import type { Column } from './types.ts'

export const disruptionBudgetColumns: readonly Column[] = [
  nameColumn,
  column<PodDisruptionBudget>('MIN AVAILABLE', ({ spec }) => String(spec?.minAvailable ?? 'N/A')),
  column<PodDisruptionBudget>('MAX UNAVAILABLE', ({ spec }) => String(spec?.maxUnavailable ?? 'N/A')),
  column<PodDisruptionBudget>('ALLOWED DISRUPTIONS', ({ status }) => String(status?.disruptionsAllowed ?? 0)),
  ageColumn,
]

export const webhookColumns: readonly Column[] = [
  nameColumn,
  column<ValidatingWebhookConfiguration>('WEBHOOKS', ({ webhooks }) => String((webhooks ?? []).length)),
  ageColumn,
]

export const autoscalerColumns: readonly Column[] = [
  nameColumn,
  column<HorizontalPodAutoscaler>(
    'REFERENCE',
    ({ spec }) => `${spec?.scaleTargetRef.kind}/${spec?.scaleTargetRef.name}`,
  ),
  column<HorizontalPodAutoscaler>('TARGETS', (autoscaler) => targets(autoscaler)),
  column<HorizontalPodAutoscaler>('MINPODS', ({ spec }) => String(spec?.minReplicas ?? '<unset>')),
  column<HorizontalPodAutoscaler>('MAXPODS', ({ spec }) => String(spec?.maxReplicas ?? '')),
  column<HorizontalPodAutoscaler>('REPLICAS', ({ status }) => String(status?.currentReplicas ?? 0)),
  ageColumn,
]

const targets = ({ spec, status }: Stored<HorizontalPodAutoscaler>): string => {
  const texts = (spec?.metrics ?? []).map((metric, index) =>
    target(metric, status?.currentMetrics?.[index] ?? undefined),
  )
  if (texts.length === 0) return '<none>'
  return texts.length > 2 ? `${texts.slice(0, 2).join(', ')} + ${texts.length - 2} more...` : texts.join(', ')
}

/** A metric that is none of a resource; nothing here measures one. */
const otherTarget = ({ pods, object, external }: DeepReadonly<MetricSpec>): string => {
  const wanted = (pods ?? object ?? external)?.target
  if (wanted === undefined) return '<unknown type>'
  const isAverage = wanted.averageValue !== undefined
  return `<unknown>/${String(wanted.averageValue ?? wanted.value)}${isAverage && pods === undefined ? ' (avg)' : ''}`
}

const target = (metric: DeepReadonly<MetricSpec>, current: DeepReadonly<MetricStatus> | undefined): string => {
  const { resource } = metric
  if (resource === undefined) return otherTarget(metric)
  const now = current?.resource?.current
  if (resource.target.averageValue !== undefined) {
    return `${resource.name}: ${String(now?.averageValue ?? '<unknown>')}/${String(resource.target.averageValue)}`
  }
  const percent = now?.averageUtilization === undefined ? '<unknown>' : `${now.averageUtilization}%`
  return `${resource.name}: ${percent}/${resource.target.averageUtilization ?? '<auto>'}%`
}

export const priorityClassColumns: readonly Column[] = [
  nameColumn,
  column<PriorityClass>('VALUE', ({ value }) => String(value)),
  column<PriorityClass>('GLOBAL-DEFAULT', ({ globalDefault }) => String(globalDefault ?? false)),
  ageColumn,
  column<PriorityClass>('PREEMPTIONPOLICY', ({ preemptionPolicy }) => preemptionPolicy ?? 'PreemptLowerPriority'),
]

export const leaseColumns: readonly Column[] = [
  nameColumn,
  column<Lease>('HOLDER', ({ spec }) => spec?.holderIdentity ?? ''),
  ageColumn,
]
