import type { DaemonSet } from 'kubernetes-types/apps/v1.d.ts'
import type { KubeObject, Stored } from '../types/object.ts'
import type { Strategy } from '../types/resource.ts'
import { templateDefaults } from './pod-defaults.ts'
import { validateTemplate } from './pod-validation.ts'
import { isSelected, validateSameSelector, validateSelector } from './selector.ts'
import { type Fields, withChanged, withDefaults } from './with-defaults.ts'

export const daemonSetStrategy: Strategy = {
  defaults: (object) => withChanged(withDefaults(object, { spec: {} }), 'spec', specDefaults),
  prepareCreate: (object) => ({ ...object, status: NO_NODES }) as KubeObject,
  validate: (object) => {
    const { spec } = asDaemonSet(object)
    return [
      ...validateSelector(spec?.selector),
      ...validateTemplate(spec?.selector, spec?.template, isSelected(spec?.selector, spec?.template)),
    ]
  },
  validateUpdate: (object, old) =>
    validateSameSelector(asDaemonSet(object).spec?.selector, asDaemonSet(old).spec?.selector),
}

const NO_NODES = { currentNumberScheduled: 0, desiredNumberScheduled: 0, numberMisscheduled: 0, numberReady: 0 }

const asDaemonSet = (object: KubeObject): Stored<DaemonSet> => object as Stored<DaemonSet>

const specDefaults = (spec: Fields): Fields => {
  const complete = withDefaults(spec, { revisionHistoryLimit: 10, updateStrategy: {} })
  return withChanged(withChanged(complete, 'template', templateDefaults), 'updateStrategy', (strategy) => {
    const typed = withDefaults(strategy, { type: 'RollingUpdate' })
    if (typed['type'] !== 'RollingUpdate') return typed
    return withChanged(withDefaults(typed, { rollingUpdate: {} }), 'rollingUpdate', (update) =>
      withDefaults(update, { maxSurge: 0, maxUnavailable: 1 }),
    )
  })
}
