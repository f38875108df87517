import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1.d.ts'
import type { Pod } from 'kubernetes-types/core/v1.d.ts'
import type { Core } from '../core.ts'
import { authorize } from '../rbac/authorize.ts'
import { resources } from '../resources.ts'
import { matchesLabels } from '../selectors/label-selector.ts'
import { ApiError } from '../types/api-error.ts'
import type { Stored } from '../types/object.ts'
import type { DeleteOptions, ObjectRef, RequestContext } from '../types/request.ts'
import { systemIdentity } from '../identities.ts'
import { attributesOf, definitionFor, existing } from './context.ts'
import { remove } from './delete.ts'
import { replace } from './replace.ts'

/** Deletes a pod if its disruption budgets allow it, and takes one disruption off them. @throws {ApiError} 429 when they do not */
export const evict = (core: Core, context: RequestContext, ref: ObjectRef, options: DeleteOptions): void => {
  const definition = definitionFor(core, ref.resource, 'delete')
  const { namespace, name } = ref
  authorize(core, context, attributesOf(definition, 'create', { namespace, name, subresource: 'eviction' }))
  const pod = existing(core, definition, ref) as Stored<Pod>
  if (!isExempt(pod)) for (const budget of budgetsOf(core, pod)) charge(core, context, budget)
  remove(core, { ...context, user: { name: context.user.name, groups: ['system:masters'] } }, ref, options)
}

const isExempt = (pod: Stored<Pod>): boolean =>
  pod.metadata.deletionTimestamp !== undefined || ['Succeeded', 'Failed', 'Pending'].includes(pod.status?.phase ?? '')

const budgetsOf = (core: Core, pod: Stored<Pod>): readonly Stored<PodDisruptionBudget>[] =>
  (
    core.store.list(resources.podDisruptionBudgets, pod.metadata.namespace) as readonly Stored<PodDisruptionBudget>[]
  ).filter((budget) => matchesLabels(budget.spec?.selector, pod.metadata.labels))

const charge = (core: Core, context: RequestContext, budget: Stored<PodDisruptionBudget>): void => {
  const { status } = budget
  const allowed = status?.disruptionsAllowed ?? 0
  if (status === undefined || allowed <= 0) throw tooMany(budget)
  const definition = definitionFor(core, resources.podDisruptionBudgets, 'update')
  const wanted = { ...budget, status: { ...status, disruptionsAllowed: allowed - 1 } }
  const server: RequestContext = { ...context, user: systemIdentity('system:apiserver') }
  replace(core, server, definition, budget, { verb: 'update', subresource: 'status', wanted })
}

const tooMany = ({ metadata, status }: Stored<PodDisruptionBudget>): ApiError =>
  new ApiError(429, 'TooManyRequests', "Cannot evict pod as it would violate the pod's disruption budget.", {
    causes: [
      {
        reason: 'DisruptionBudget',
        message: `The disruption budget ${metadata.name} needs ${status?.desiredHealthy ?? 0} healthy pods and has ${status?.currentHealthy ?? 0} currently`,
      },
    ],
  })
