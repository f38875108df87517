import { allows, rulesFor } from '../rbac/rules.ts'
import type { Store } from '../store/store.ts'
import type { KubeObject } from '../types/object.ts'
import type { Attributes, Identity } from '../types/request.ts'
import type { ResourceDefinition } from '../types/resource.ts'

/** The virtual kinds that answer who somebody is and what somebody may do. Nothing of them is stored. */
export const accessReviews = (store: Store): readonly ResourceDefinition[] => [
  review(AUTHENTICATION, 'SelfSubjectReview', 'selfsubjectreviews', (object, { name, groups, uid }) => ({
    ...object,
    status: { userInfo: { username: name, groups, ...(uid === undefined ? {} : { uid }) } },
  })),
  review(AUTHORIZATION, 'SelfSubjectAccessReview', 'selfsubjectaccessreviews', (object, user) =>
    decided(store, object, user),
  ),
  review(AUTHORIZATION, 'SubjectAccessReview', 'subjectaccessreviews', (object) =>
    decided(store, object, subjectOf(object)),
  ),
  review(
    AUTHORIZATION,
    'LocalSubjectAccessReview',
    'localsubjectaccessreviews',
    (object) => decided(store, object, subjectOf(object)),
    true,
  ),
  review(AUTHORIZATION, 'SelfSubjectRulesReview', 'selfsubjectrulesreviews', (object, user) => {
    const rules = rulesFor(store, user, specOf(object).namespace)
    const isOfPaths = (rule: (typeof rules)[number]): boolean => rule.nonResourceURLs.length > 0
    return {
      ...object,
      status: {
        incomplete: false,
        nonResourceRules: rules.filter(isOfPaths).map(({ verbs, nonResourceURLs }) => ({ verbs, nonResourceURLs })),
        resourceRules: rules
          .filter((rule) => !isOfPaths(rule))
          .map(({ verbs, apiGroups, resources, resourceNames }) => ({
            verbs,
            apiGroups,
            resources,
            ...(resourceNames.length === 0 ? {} : { resourceNames }),
          })),
      },
    }
  }),
]

const AUTHENTICATION = 'authentication.k8s.io'
const AUTHORIZATION = 'authorization.k8s.io'

const review = (
  group: string,
  kind: string,
  plural: string,
  answer: (object: KubeObject, user: Identity) => object,
  namespaced = false,
): ResourceDefinition => ({
  group,
  version: 'v1',
  kind,
  plural,
  singular: kind.toLowerCase(),
  shortNames: [],
  categories: [],
  namespaced,
  verbs: ['create'],
  subresources: {},
  generations: false,
  strategy: {},
  custom: false,
  answer: (object, user) => answer(object, user) as KubeObject,
})

interface Spec {
  readonly namespace?: string
  readonly user?: string
  readonly groups?: readonly string[]
  readonly resourceAttributes?: Partial<Attributes>
  readonly nonResourceAttributes?: { readonly path?: string; readonly verb?: string }
}

const specOf = (object: KubeObject): Spec => (object as KubeObject & { readonly spec?: Spec }).spec ?? {}

const subjectOf = (object: KubeObject): Identity => {
  const { user = '', groups = [] } = specOf(object)
  return { name: user, groups }
}

const decided = (store: Store, object: KubeObject, user: Identity): object => {
  const { resourceAttributes, nonResourceAttributes } = specOf(object)
  const attributes: Attributes = {
    verb: nonResourceAttributes?.verb ?? '',
    group: '',
    resource: '',
    ...resourceAttributes,
    ...(nonResourceAttributes?.path === undefined ? {} : { path: nonResourceAttributes.path }),
  }
  return { ...object, status: { allowed: allows(store, user, attributes) } }
}
