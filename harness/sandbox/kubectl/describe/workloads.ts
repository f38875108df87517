import type { DaemonSet, Deployment, ReplicaSet, StatefulSet } from 'kubernetes-types/apps/v1.d.ts'
import type { PodTemplateSpec } from 'kubernetes-types/core/v1.d.ts'
import { jsonEqual } from '../../api/merge/json.ts'
import { resources } from '../../api/resources.ts'
import { ApiError } from '../../api/types/api-error.ts'
import type { DeepReadonly, Stored } from '../../api/types/object.ts'
import { selectorText } from '../columns/selector-text.ts'
import type { Session } from '../session.ts'
import { writeAnnotations, writeLabels } from './labels.ts'
import { podCounts } from './pod-counts.ts'
import { writeTemplate } from './pod-template.ts'
import type { Report } from './report-writer.ts'
import { longTime } from './time.ts'
import type { Describer } from './types.ts'

export const describeDeployment: Describer<Deployment> = async (report, deployment, { session }) => {
  const { metadata, spec, status } = deployment
  report.add(0, `Name:\t${metadata.name}\nNamespace:\t${metadata.namespace ?? ''}\n`)
  report.add(0, `CreationTimestamp:\t${longTime(metadata.creationTimestamp)}\n`)
  writeLabels(report, 'Labels', metadata.labels)
  writeAnnotations(report, 'Annotations', metadata.annotations)
  report.add(0, `Selector:\t${selectorText(spec?.selector)}\n`)
  const counts = [
    `${spec?.replicas ?? 0} desired`,
    `${status?.updatedReplicas ?? 0} updated`,
    `${status?.replicas ?? 0} total`,
    `${status?.availableReplicas ?? 0} available`,
    `${status?.unavailableReplicas ?? 0} unavailable`,
  ]
  report.add(0, `Replicas:\t${counts.join(' | ')}\n`)
  report.add(0, `StrategyType:\t${spec?.strategy?.type ?? ''}\nMinReadySeconds:\t${spec?.minReadySeconds ?? 0}\n`)
  const rolling = spec?.strategy?.rollingUpdate
  if (rolling !== undefined) {
    const { maxUnavailable = '25%', maxSurge = '25%' } = rolling
    report.add(0, `RollingUpdateStrategy:\t${String(maxUnavailable)} max unavailable, ${String(maxSurge)} max surge\n`)
  }
  writeTemplate(report, spec?.template ?? {})
  writeConditions(report, status?.conditions)
  await writeReplicaSets(session, report, deployment)
}

const writeConditions = (
  report: Report,
  conditions: readonly { readonly type: string; readonly status: string; readonly reason?: string }[] | undefined,
): void => {
  if (conditions === undefined || conditions.length === 0) return
  report.add(0, 'Conditions:\n  Type\tStatus\tReason\n')
  report.add(1, '----\t------\t------\n')
  for (const { type, status, reason = '' } of conditions) report.add(1, `${type} \t${status}\t${reason}\n`)
}

const writeReplicaSets = async (session: Session, report: Report, deployment: Stored<Deployment>): Promise<void> => {
  const all = await replicaSetsOf(session, deployment)
  if (all.length === 0) return
  const own = bareTemplate(deployment.spec?.template)
  const newest = all.find(({ spec }) => jsonEqual(bareTemplate(spec?.template), own))
  report.add(0, `OldReplicaSets:\t${setsText(all.filter((set) => set !== newest))}\n`)
  report.add(0, `NewReplicaSet:\t${setsText(newest === undefined ? [] : [newest])}\n`)
}

/** Oldest first; none when they may not be read. */
const replicaSetsOf = async (
  session: Session,
  { metadata }: Stored<Deployment>,
): Promise<readonly Stored<ReplicaSet>[]> => {
  try {
    const list = await session.request((client) =>
      client.list({ resource: resources.replicaSets, namespace: metadata.namespace }),
    )
    return list.items
      .filter((set) => set.metadata.ownerReferences?.some(({ uid }) => uid === metadata.uid) === true)
      .toSorted((a, b) => Date.parse(a.metadata.creationTimestamp) - Date.parse(b.metadata.creationTimestamp))
  } catch (error) {
    if (error instanceof ApiError) return []
    throw error
  }
}

const bareTemplate = (template: DeepReadonly<PodTemplateSpec> | undefined): unknown => {
  const { 'pod-template-hash': _, ...labels } = template?.metadata?.labels ?? {}
  return { ...template, metadata: { ...template?.metadata, labels } }
}

const setsText = (sets: readonly Stored<ReplicaSet>[]): string =>
  sets
    .map(
      ({ metadata, spec, status }) =>
        `${metadata.name} (${status?.replicas ?? 0}/${spec?.replicas ?? 0} replicas created)`,
    )
    .join(', ') || '<none>'

export const describeReplicaSet: Describer<ReplicaSet> = async (report, set, { session }) => {
  const { metadata, spec, status } = set
  report.add(0, `Name:\t${metadata.name}\nNamespace:\t${metadata.namespace ?? ''}\n`)
  report.add(0, `Selector:\t${selectorText(spec?.selector)}\n`)
  writeLabels(report, 'Labels', metadata.labels)
  writeAnnotations(report, 'Annotations', metadata.annotations)
  const owner = metadata.ownerReferences?.find(({ controller }) => controller === true)
  if (owner !== undefined) report.add(0, `Controlled By:\t${owner.kind}/${owner.name}\n`)
  report.add(0, `Replicas:\t${status?.replicas ?? 0} current / ${spec?.replicas ?? 0} desired\n`)
  report.add(0, `Pods Status:\t${await podCounts(session, set, spec?.selector)}\n`)
  writeTemplate(report, spec?.template ?? {})
  writeConditions(report, status?.conditions)
}

export const describeStatefulSet: Describer<StatefulSet> = async (report, set, { session }) => {
  const { metadata, spec, status } = set
  report.add(0, `Name:\t${metadata.name}\nNamespace:\t${metadata.namespace ?? ''}\n`)
  report.add(0, `CreationTimestamp:\t${longTime(metadata.creationTimestamp)}\n`)
  report.add(0, `Selector:\t${selectorText(spec?.selector)}\n`)
  writeLabels(report, 'Labels', metadata.labels)
  writeAnnotations(report, 'Annotations', metadata.annotations)
  report.add(0, `Replicas:\t${spec?.replicas ?? 0} desired | ${status?.replicas ?? 0} total\n`)
  report.add(0, `Update Strategy:\t${spec?.updateStrategy?.type ?? ''}\n`)
  const partition = spec?.updateStrategy?.rollingUpdate?.partition
  if (partition !== undefined) report.add(1, `Partition:\t${partition}\n`)
  report.add(0, `Pods Status:\t${await podCounts(session, set, spec?.selector)}\n`)
  writeTemplate(report, spec?.template ?? {})
  const claims = spec?.volumeClaimTemplates ?? []
  report.add(0, claims.length === 0 ? 'Volume Claims:\t<none>\n' : 'Volume Claims:\n')
  for (const claim of claims) {
    report.add(1, `Name:\t${claim.metadata?.name ?? ''}\n`)
    report.add(1, `StorageClass:\t${claim.spec?.storageClassName ?? ''}\n`)
    writeLabels(report, '  Labels', claim.metadata?.labels)
    writeAnnotations(report, '  Annotations', claim.metadata?.annotations)
    report.add(1, `Capacity:\t${String(claim.spec?.resources?.requests?.['storage'] ?? '<default>')}\n`)
    report.add(1, `Access Modes:\t[${(claim.spec?.accessModes ?? []).join(' ')}]\n`)
  }
}

export const describeDaemonSet: Describer<DaemonSet> = async (report, set, { session }) => {
  const { metadata, spec, status } = set
  report.add(0, `Name:\t${metadata.name}\n`)
  report.add(0, `Selector:\t${selectorText(spec?.selector)}\n`)
  writeLabels(report, 'Node-Selector', spec?.template.spec?.nodeSelector)
  writeLabels(report, 'Labels', metadata.labels)
  writeAnnotations(report, 'Annotations', metadata.annotations)
  report.add(0, `Desired Number of Nodes Scheduled: ${status?.desiredNumberScheduled ?? 0}\n`)
  report.add(0, `Current Number of Nodes Scheduled: ${status?.currentNumberScheduled ?? 0}\n`)
  report.add(0, `Number of Nodes Scheduled with Up-to-date Pods: ${status?.updatedNumberScheduled ?? 0}\n`)
  report.add(0, `Number of Nodes Scheduled with Available Pods: ${status?.numberAvailable ?? 0}\n`)
  report.add(0, `Number of Nodes Misscheduled: ${status?.numberMisscheduled ?? 0}\n`)
  report.add(0, `Pods Status:\t${await podCounts(session, set, spec?.selector)}\n`)
  writeTemplate(report, spec?.template ?? {})
}
