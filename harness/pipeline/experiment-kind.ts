import { z } from 'zod'
import { InfrastructureError } from '../domain/errors.ts'
import type { Manifest } from '../domain/injection.ts'

const Schedule = z.looseObject({ spec: z.looseObject({ type: z.string() }) })

/** What kubectl calls the experiments of a Chaos object: a Schedule is lived out by experiments of the kind that it names. */
export const experimentKind = ({ kind, ...manifest }: Manifest): string => {
  if (kind !== 'Schedule') return kind.toLowerCase()
  const schedule = Schedule.safeParse(manifest)
  if (!schedule.success) throw new InfrastructureError('Schedule: expected spec.type, the kind of its experiments')
  return schedule.data.spec.type.toLowerCase()
}
