import type { Job } from 'kubernetes-types/batch/v1.d.ts'
import { invalidPrinted, invalidValue, notSupported, required } from '../field-errors.ts'
import { jsonEqual } from '../merge/json.ts'
import type { FieldError } from '../types/api-error.ts'
import type { KubeObject, Stored } from '../types/object.ts'
import type { Strategy } from '../types/resource.ts'
import { templateDefaults } from './pod-defaults.ts'
import { validatePodSpec } from './pod-validation.ts'
import { validateSameSelector } from './selector.ts'
import { type Fields, withChanged, withDefaults } from './with-defaults.ts'

export const jobStrategy: Strategy = {
  defaults: (object) => withChanged(withDefaults(object, { spec: {} }), 'spec', jobSpecDefaults),
  prepareCreate: (object) => withSelector(object),
  validate: (object) => validate(asJob(object)),
  validateUpdate: (object, old) => {
    const [spec, before] = [asJob(object).spec, asJob(old).spec]
    const fixed = ['completions', 'completionMode', 'podReplacementPolicy'] as const
    return [
      ...fixed
        .filter((field) => spec?.[field] !== before?.[field])
        .map((field) => invalidValue(`spec.${field}`, spec?.[field], 'field is immutable')),
      ...validateSameSelector(spec?.selector, before?.selector),
      ...(jsonEqual(spec?.template, before?.template)
        ? []
        : [invalidPrinted('spec.template', 'core.PodTemplateSpec{}', 'field is immutable')]),
    ]
  },
  selectableFields: (object) => ({ 'status.successful': String(asJob(object).status?.succeeded ?? 0) }),
}

const asJob = (object: KubeObject): Stored<Job> => object as Stored<Job>

const jobSpecDefaults = (spec: Fields): Fields => {
  const complete = withDefaults(spec, {
    backoffLimit: 6,
    completionMode: 'NonIndexed',
    manualSelector: false,
    parallelism: 1,
    podReplacementPolicy: 'TerminatingOrFailed',
    suspend: false,
    ...(spec['parallelism'] === undefined ? { completions: 1 } : {}),
  })
  return withChanged(complete, 'template', templateDefaults)
}

/** A Job finds its pods by labels that carry its uid. */
const withSelector = (object: KubeObject): KubeObject =>
  withChanged(object, 'spec', (spec) => {
    if (spec['manualSelector'] === true) return spec
    const { uid, name } = object.metadata
    const labels = {
      'batch.kubernetes.io/controller-uid': uid,
      'batch.kubernetes.io/job-name': name,
      'controller-uid': uid,
      'job-name': name,
    }
    const template = withChanged((spec['template'] ?? {}) as Fields, 'metadata', (metadata) => ({
      ...metadata,
      labels: { ...(metadata['labels'] as Fields | undefined), ...labels },
    }))
    return { ...spec, selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': uid } }, template }
  })

const validate = ({ spec }: Stored<Job>): readonly FieldError[] =>
  validateJobTemplate('spec.template.spec', spec?.template?.spec)

/** The pods of a Job must be able to end. */
export const validateJobTemplate = (
  field: string,
  spec: Parameters<typeof validatePodSpec>[1],
): readonly FieldError[] => {
  const policy = spec?.restartPolicy
  const errors = [...validatePodSpec(field, spec)]
  if (policy === undefined || policy === 'Always') {
    errors.push(
      policy === undefined
        ? required(`${field}.restartPolicy`, 'valid values: "OnFailure", "Never"')
        : notSupported(`${field}.restartPolicy`, policy, ['OnFailure', 'Never']),
    )
  }
  return errors
}
