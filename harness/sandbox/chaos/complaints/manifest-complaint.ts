import { scheduleProblem } from '../../api/kinds/cron-schedule.ts'
import { scheduleField, type ScheduleSpec } from '../chaos-resources.ts'
import type { ChaosSpec } from '../types.ts'
import { specComplaint } from './spec-complaint.ts'

/** What is wrong with the spec of a chaos, or of the one that a Schedule makes again and again. */
export const manifestComplaint = (kind: string, spec: unknown): string | undefined => {
  if (kind !== 'Schedule') return specComplaint(kind, spec as ChaosSpec)
  const schedule = spec as ScheduleSpec
  const problem = schedule.schedule === '' ? 'empty spec string' : scheduleProblem(schedule.schedule)
  if (problem !== undefined)
    return `spec.schedule: Invalid value: "${schedule.schedule}": parse schedule field error:${problem}`
  const field = scheduleField(schedule.type)
  const inner = schedule[field] as ChaosSpec | undefined
  return inner === undefined
    ? `spec.type: Invalid value: "${schedule.type}": no such chaos in the spec`
    : specComplaint(schedule.type, inner)?.replace(/^spec\b/, `spec.${field}`)
}
