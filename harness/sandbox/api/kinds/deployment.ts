import type { Deployment } from 'kubernetes-types/apps/v1.d.ts'
import { invalidPrinted, invalidValue, notSupported } from '../field-errors.ts'
import type { FieldError } from '../types/api-error.ts'
import type { KubeObject, Stored } from '../types/object.ts'
import type { Strategy } from '../types/resource.ts'
import { templateDefaults } from './pod-defaults.ts'
import { NOT_NEGATIVE, validateTemplate } from './pod-validation.ts'
import { isSelected, validateSameSelector, validateSelector } from './selector.ts'
import { type Fields, withChanged, withDefaults } from './with-defaults.ts'

export const deploymentStrategy: Strategy = {
  defaults: (object) => withChanged(withDefaults(object, { spec: {} }), 'spec', specDefaults),
  validate: (object) => validate(asDeployment(object)),
  validateUpdate: (object, old) =>
    validateSameSelector(asDeployment(object).spec?.selector, asDeployment(old).spec?.selector),
  // Its controller writes the revision together with the status, which never counts.
  isCountedAnnotation: (name) => name !== 'deployment.kubernetes.io/revision',
}

const asDeployment = (object: KubeObject): Stored<Deployment> => object as Stored<Deployment>

const specDefaults = (spec: Fields): Fields => {
  const complete = withDefaults(spec, {
    progressDeadlineSeconds: 600,
    replicas: 1,
    revisionHistoryLimit: 10,
    strategy: {},
    template: {},
  })
  return withChanged(withChanged(complete, 'template', templateDefaults), 'strategy', strategyDefaults)
}

const strategyDefaults = (strategy: Fields): Fields => {
  const typed = withDefaults(strategy, { type: 'RollingUpdate' })
  if (typed['type'] !== 'RollingUpdate') return typed
  const rolling = withDefaults(typed, { rollingUpdate: {} })
  return withChanged(rolling, 'rollingUpdate', (update) =>
    withDefaults(update, { maxSurge: '25%', maxUnavailable: '25%' }),
  )
}

const validate = ({ spec }: Stored<Deployment>): readonly FieldError[] => {
  const errors: FieldError[] = []
  const { replicas = 1, minReadySeconds = 0, progressDeadlineSeconds = 600, strategy } = spec ?? {}
  if (replicas < 0) errors.push(invalidValue('spec.replicas', replicas, NOT_NEGATIVE))
  errors.push(...validateSelector(spec?.selector))
  errors.push(...validateTemplate(spec?.selector, spec?.template, isSelected(spec?.selector, spec?.template)))
  const type = strategy?.type
  if (type !== undefined && type !== 'RollingUpdate' && type !== 'Recreate') {
    errors.push(notSupported('spec.strategy.type', type, ['Recreate', 'RollingUpdate']))
  }
  if (type === 'Recreate' && strategy?.rollingUpdate !== undefined) {
    errors.push({
      type: 'Forbidden',
      field: 'spec.strategy.rollingUpdate',
      message: "Forbidden: may not be specified when strategy `type` is 'Recreate'",
    })
  }
  const { maxSurge, maxUnavailable } = strategy?.rollingUpdate ?? {}
  if (isZero(maxSurge) && isZero(maxUnavailable)) {
    const detail = 'may not be 0 when `maxSurge` is 0'
    errors.push(
      invalidPrinted('spec.strategy.rollingUpdate.maxUnavailable', printedIntOrString(maxUnavailable), detail),
    )
  }
  if (minReadySeconds < 0) errors.push(invalidValue('spec.minReadySeconds', minReadySeconds, NOT_NEGATIVE))
  if (progressDeadlineSeconds <= minReadySeconds) {
    const detail = 'must be greater than minReadySeconds'
    errors.push(invalidValue('spec.progressDeadlineSeconds', progressDeadlineSeconds, detail))
  }
  return errors
}

const isZero = (value: string | number | undefined): boolean => value === 0 || value === '0%' || value === '0'

const printedIntOrString = (value: string | number | undefined): string =>
  typeof value === 'string'
    ? `intstr.IntOrString{Type:1, IntVal:0, StrVal:${JSON.stringify(value)}}`
    : `intstr.IntOrString{Type:0, IntVal:${value ?? 0}, StrVal:""}`
