import type { CronJob, Job } from 'kubernetes-types/batch/v1.d.ts'
import { selectorText } from '../columns/selector-text.ts'
import { humanDuration } from '../format/age.ts'
import { writeAnnotations, writeLabels } from './labels.ts'
import { writeTemplate } from './pod-template.ts'
import { longTime } from './time.ts'
import type { Describer } from './types.ts'

export const describeJob: Describer<Job> = (report, { metadata, spec, status }) => {
  const line = (title: string, value: unknown): void => report.add(0, `${title}:\t${String(value)}\n`)
  line('Name', metadata.name)
  line('Namespace', metadata.namespace ?? '')
  if (spec?.selector !== undefined) line('Selector', selectorText(spec.selector))
  writeLabels(report, 'Labels', metadata.labels)
  writeAnnotations(report, 'Annotations', metadata.annotations)
  const owner = metadata.ownerReferences?.find(({ controller }) => controller === true)
  if (owner !== undefined) line('Controlled By', `${owner.kind}/${owner.name}`)
  if (spec?.parallelism !== undefined) line('Parallelism', spec.parallelism)
  line('Completions', spec?.completions ?? '<unset>')
  if (spec?.completionMode !== undefined) line('Completion Mode', spec.completionMode)
  if (spec?.suspend !== undefined) line('Suspend', spec.suspend)
  if (spec?.backoffLimit !== undefined) line('Backoff Limit', spec.backoffLimit)
  if (spec?.ttlSecondsAfterFinished !== undefined) line('TTL Seconds After Finished', spec.ttlSecondsAfterFinished)
  const { startTime, completionTime, active = 0, ready = 0, succeeded = 0, failed = 0 } = status ?? {}
  if (startTime !== undefined) line('Start Time', longTime(startTime))
  if (completionTime !== undefined) line('Completed At', longTime(completionTime))
  if (startTime !== undefined && completionTime !== undefined) {
    line('Duration', humanDuration(Date.parse(completionTime) - Date.parse(startTime)))
  }
  if (spec?.activeDeadlineSeconds !== undefined) line('Active Deadline Seconds', `${spec.activeDeadlineSeconds}s`)
  line('Pods Statuses', `${active} Active (${ready} Ready) / ${succeeded} Succeeded / ${failed} Failed`)
  if (spec?.completionMode === 'Indexed') line('Completed Indexes', status?.completedIndexes || '<none>')
  writeTemplate(report, spec?.template ?? {})
}

export const describeCronJob: Describer<CronJob> = (report, { metadata, spec, status }) => {
  const line = (title: string, value: unknown): void => report.add(0, `${title}:\t${String(value)}\n`)
  const seconds = (value: number | undefined): string => (value === undefined ? '<unset>' : `${value}s`)
  line('Name', metadata.name)
  line('Namespace', metadata.namespace ?? '')
  writeLabels(report, 'Labels', metadata.labels)
  writeAnnotations(report, 'Annotations', metadata.annotations)
  line('Schedule', spec?.schedule ?? '')
  if (spec?.timeZone !== undefined) line('Time Zone', spec.timeZone)
  line('Concurrency Policy', spec?.concurrencyPolicy ?? '')
  line('Suspend', spec?.suspend === undefined ? '<unset>' : spec.suspend ? 'True' : 'False')
  line('Successful Job History Limit', spec?.successfulJobsHistoryLimit ?? '<unset>')
  line('Failed Job History Limit', spec?.failedJobsHistoryLimit ?? '<unset>')
  line('Starting Deadline Seconds', seconds(spec?.startingDeadlineSeconds))
  const job = spec?.jobTemplate.spec
  line('Selector', job?.selector === undefined ? '<unset>' : selectorText(job.selector))
  line('Parallelism', job?.parallelism ?? '<unset>')
  line('Completions', job?.completions ?? '<unset>')
  if (job?.activeDeadlineSeconds !== undefined) line('Active Deadline Seconds', seconds(job.activeDeadlineSeconds))
  writeTemplate(report, job?.template ?? {})
  line('Last Schedule Time', status?.lastScheduleTime === undefined ? '<unset>' : longTime(status.lastScheduleTime))
  line('Active Jobs', (status?.active ?? []).map(({ name }) => name ?? '').join(', ') || '<none>')
}
