import type { RoleBinding } from 'kubernetes-types/rbac/v1.d.ts'
import { invalidPrinted, required } from '../field-errors.ts'
import { jsonEqual } from '../merge/json.ts'
import type { FieldError } from '../types/api-error.ts'
import type { KubeObject, Stored } from '../types/object.ts'
import type { Strategy } from '../types/resource.ts'
import { type Fields, withChanged, withDefaults, withItems } from './with-defaults.ts'

export const roleStrategy: Strategy = {
  nameRule: 'path-segment',
  defaults: (object) => withDefaults(object, { rules: null }),
  validate: (object) => {
    const rules = ((object as unknown as Fields)['rules'] ?? []) as readonly Fields[]
    return rules.flatMap((rule, index): readonly FieldError[] =>
      ((rule['verbs'] ?? []) as readonly string[]).length === 0
        ? [required(`rules[${index}].verbs`, 'verbs must contain at least one value')]
        : [],
    )
  },
}

export const bindingStrategy: Strategy = {
  nameRule: 'path-segment',
  defaults: (object) =>
    withItems(
      withChanged(object, 'roleRef', (role) => withDefaults(role, { apiGroup: GROUP })),
      'subjects',
      (subject) => (subject['kind'] === 'ServiceAccount' ? subject : withDefaults(subject, { apiGroup: GROUP })),
    ),
  validate: (object) => {
    const { roleRef, subjects = [] } = asBinding(object)
    const errors: FieldError[] = []
    if (roleRef?.name === undefined || roleRef.name === '') errors.push(required('roleRef.name'))
    for (const [index, subject] of subjects.entries()) {
      if (subject.name === undefined || subject.name === '') errors.push(required(`subjects[${index}].name`))
    }
    return errors
  },
  validateUpdate: (object, old) => {
    const roleRef: Partial<RoleBinding['roleRef']> = asBinding(object).roleRef ?? {}
    if (jsonEqual(roleRef, asBinding(old).roleRef)) return []
    const { apiGroup = '', kind = '', name = '' } = roleRef
    const printed = `rbac.RoleRef{APIGroup:${JSON.stringify(apiGroup)}, Kind:${JSON.stringify(kind)}, Name:${JSON.stringify(name)}}`
    return [invalidPrinted('roleRef', printed, 'cannot change roleRef')]
  },
}

const GROUP = 'rbac.authorization.k8s.io'

const asBinding = (object: KubeObject): Stored<RoleBinding> => object as Stored<RoleBinding>
