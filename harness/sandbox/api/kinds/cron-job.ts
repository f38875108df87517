import type { CronJob } from 'kubernetes-types/batch/v1.d.ts'
import { invalidValue, notSupported, required } from '../field-errors.ts'
import type { FieldError } from '../types/api-error.ts'
import type { Stored } from '../types/object.ts'
import type { Strategy } from '../types/resource.ts'
import { scheduleProblem } from './cron-schedule.ts'
import { validateJobTemplate } from './job.ts'
import { templateDefaults } from './pod-defaults.ts'
import { withChanged, withDefaults } from './with-defaults.ts'

export const cronJobStrategy: Strategy = {
  defaults: (object) =>
    withChanged(withDefaults(object, { spec: {} }), 'spec', (spec) =>
      withChanged(
        withDefaults(spec, {
          concurrencyPolicy: 'Allow',
          failedJobsHistoryLimit: 1,
          successfulJobsHistoryLimit: 3,
          suspend: false,
        }),
        'jobTemplate',
        (template) =>
          withChanged(withDefaults(template, { metadata: { creationTimestamp: null } }), 'spec', (job) =>
            withChanged(job, 'template', templateDefaults),
          ),
      ),
    ),
  validate: (object) => validate(object as Stored<CronJob>),
}

const validate = ({ metadata, spec }: Stored<CronJob>): readonly FieldError[] => {
  const { schedule = '', concurrencyPolicy = 'Allow', jobTemplate } = spec ?? {}
  const problem = scheduleProblem(schedule)
  return [
    ...(schedule === '' ? [required('spec.schedule')] : []),
    ...(problem === undefined ? [] : [invalidValue('spec.schedule', schedule, problem)]),
    ...(POLICIES.includes(concurrencyPolicy)
      ? []
      : [notSupported('spec.concurrencyPolicy', concurrencyPolicy, POLICIES)]),
    ...validateJobTemplate('spec.jobTemplate.spec.template.spec', jobTemplate?.spec?.template?.spec),
    // Jobs get eleven letters more, and their names become labels.
    ...(metadata.name.length > LONGEST_NAME
      ? [invalidValue('metadata.name', metadata.name, `must be no more than ${LONGEST_NAME} characters`)]
      : []),
  ]
}

const POLICIES = ['Allow', 'Forbid', 'Replace']
const LONGEST_NAME = 52
