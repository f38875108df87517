import type { PriorityClass } from 'kubernetes-types/scheduling/v1.d.ts'
import { forbiddenField, notSupported } from '../field-errors.ts'
import type { FieldError } from '../types/api-error.ts'
import type { KubeObject, Stored } from '../types/object.ts'
import type { Strategy } from '../types/resource.ts'
import { withDefaults } from './with-defaults.ts'

export const priorityClassStrategy: Strategy = {
  defaults: (object) => withDefaults(object, { preemptionPolicy: 'PreemptLowerPriority', value: 0 }),
  validate: (object) => validate(asClass(object)),
  validateUpdate: (object, old) => {
    const [next, before] = [asClass(object), asClass(old)]
    const fixed = ['value', 'preemptionPolicy'] as const
    return fixed
      .filter((field) => next[field] !== before[field])
      .map((field) => forbiddenField(field, 'may not be changed in an update.'))
  },
}

/** The classes that every cluster has, by name. Source: k8s.io/kubernetes/pkg/apis/scheduling. */
export const SYSTEM_PRIORITIES: Readonly<Record<string, { readonly value: number; readonly description: string }>> = {
  'system-cluster-critical': {
    value: 2_000_000_000,
    description:
      'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.',
  },
  'system-node-critical': {
    value: 2_000_001_000,
    description: 'Used for system critical pods that must not be moved from their current node.',
  },
}

const HIGHEST_USER_PRIORITY = 1_000_000_000

const asClass = (object: KubeObject): Stored<PriorityClass> => object as Stored<PriorityClass>

const validate = ({ metadata, value, preemptionPolicy = '' }: Stored<PriorityClass>): readonly FieldError[] => {
  const errors: FieldError[] = []
  if (metadata.name.startsWith('system-')) {
    if (SYSTEM_PRIORITIES[metadata.name]?.value !== value) {
      const detail = `priority class names with 'system-' prefix are reserved for system use only. error: ${metadata.name} is not a known system priority class`
      errors.push(forbiddenField('metadata.name', detail))
    }
  } else if (value > HIGHEST_USER_PRIORITY) {
    const detail = `maximum allowed value of a user defined priority is ${HIGHEST_USER_PRIORITY}`
    errors.push(forbiddenField('value', detail))
  }
  const policies = ['Never', 'PreemptLowerPriority']
  if (!policies.includes(preemptionPolicy)) errors.push(notSupported('preemptionPolicy', preemptionPolicy, policies))
  return errors
}
