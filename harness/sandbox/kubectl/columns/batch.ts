import type { CronJob, Job } from 'kubernetes-types/batch/v1.d.ts'
import type { Stored } from '../../api/types/object.ts'
import { ageSince, humanDuration } from '../format/age.ts'
import { ageColumn, column, nameColumn, orNone, wideColumn } from './column.ts'
import { selectorText } from './selector-text.ts'
import type { Column } from './types.ts'
import { containerColumns } from './workloads.ts'

export const jobColumns: readonly Column[] = [
  nameColumn,
  column<Job>('STATUS', (job) => jobStatus(job)),
  column<Job>('COMPLETIONS', ({ spec, status }) => {
    const done = status?.succeeded ?? 0
    if (spec?.completions !== undefined) return `${done}/${spec.completions}`
    return (spec?.parallelism ?? 0) > 1 ? `${done}/1 of ${spec?.parallelism}` : `${done}/1`
  }),
  column<Job>('DURATION', ({ status }, { nowMs }) => {
    if (status?.startTime === undefined) return ''
    if (status.completionTime === undefined) return humanDuration(nowMs - Date.parse(status.startTime))
    return humanDuration(Date.parse(status.completionTime) - Date.parse(status.startTime))
  }),
  ageColumn,
  ...containerColumns,
  wideColumn<Job>('SELECTOR', ({ spec }) => selectorText(spec?.selector)),
]

const jobStatus = ({ metadata, status }: Stored<Job>): string => {
  const has = (type: string): boolean =>
    status?.conditions?.some((condition) => condition.type === type && condition.status === 'True') === true
  if (has('Complete')) return 'Complete'
  if (has('Failed')) return 'Failed'
  if (metadata.deletionTimestamp !== undefined) return 'Terminating'
  if (has('Suspended')) return 'Suspended'
  if (has('FailureTarget')) return 'FailureTarget'
  if (has('SuccessCriteriaMet')) return 'SuccessCriteriaMet'
  return 'Running'
}

export const cronJobColumns: readonly Column[] = [
  nameColumn,
  column<CronJob>('SCHEDULE', ({ spec }) => spec?.schedule ?? ''),
  column<CronJob>('TIMEZONE', ({ spec }) => orNone((spec as { readonly timeZone?: string } | undefined)?.timeZone)),
  column<CronJob>('SUSPEND', ({ spec }) => (spec?.suspend === true ? 'True' : 'False')),
  column<CronJob>('ACTIVE', ({ status }) => String((status?.active ?? []).length)),
  column<CronJob>('LAST SCHEDULE', ({ status }, { nowMs }) =>
    status?.lastScheduleTime === undefined ? '<none>' : ageSince(status.lastScheduleTime, nowMs),
  ),
  ageColumn,
  wideColumn<CronJob>('CONTAINERS', ({ spec }) =>
    (spec?.jobTemplate.spec?.template.spec?.containers ?? []).map(({ name }) => name).join(','),
  ),
  wideColumn<CronJob>('IMAGES', ({ spec }) =>
    (spec?.jobTemplate.spec?.template.spec?.containers ?? []).map(({ image }) => image ?? '').join(','),
  ),
  wideColumn<CronJob>('SELECTOR', ({ spec }) => selectorText(spec?.jobTemplate.spec?.selector)),
]
