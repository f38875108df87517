import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1.d.ts'
import type { Pod } from 'kubernetes-types/core/v1.d.ts'
import { type Core, formatTime } from '../core.ts'
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
  const budgets = isExempt(pod) ? [] : budgetsOf(core, pod)
  if (budgets.length > 1) throw ambiguous()
  const [budget] = budgets
  if (budget !== undefined && !isSpared(pod, budget)) charge(core, context, budget, name)
  remove(core, { ...context, user: { ...context.user, groups: ['system:masters'] } }, ref, options)
}

const isExempt = (pod: Stored<Pod>): boolean =>
  pod.metadata.deletionTimestamp !== undefined || ['Succeeded', 'Failed', 'Pending'].includes(pod.status?.phase ?? '')

const budgetsOf = (core: Core, pod: Stored<Pod>): readonly Stored<PodDisruptionBudget>[] =>
  (
    core.store.list(resources.podDisruptionBudgets, pod.metadata.namespace) as readonly Stored<PodDisruptionBudget>[]
  ).filter((budget) => matchesLabels(budget.spec?.selector, pod.metadata.labels))

/** A pod that is not ready serves nobody: it may go while enough others are healthy, or always when the budget says so. */
const isSpared = (pod: Stored<Pod>, { spec, status }: Stored<PodDisruptionBudget>): boolean => {
  const isReady = pod.status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True')
  if (isReady === true) return false
  if (spec?.unhealthyPodEvictionPolicy === 'AlwaysAllow') return true
  const { currentHealthy = 0, desiredHealthy = 0 } = status ?? {}
  return desiredHealthy > 0 && currentHealthy >= desiredHealthy
}

const charge = (core: Core, context: RequestContext, budget: Stored<PodDisruptionBudget>, podName: string): void => {
  const { status } = budget
  const allowed = status?.disruptionsAllowed ?? 0
  if (status === undefined || allowed <= 0) throw tooMany(budget)
  const definition = definitionFor(core, resources.podDisruptionBudgets, 'update')
  const disruptedPods = { ...status.disruptedPods, [podName]: formatTime(core.simulation.nowMs()) }
  const wanted = { ...budget, status: { ...status, disruptionsAllowed: allowed - 1, disruptedPods } }
  const server: RequestContext = { ...context, user: systemIdentity('system:apiserver') }
  replace(core, server, definition, budget, { verb: 'update', subresource: 'status', wanted })
}

const ambiguous = (): ApiError =>
  new ApiError(
    500,
    'InternalError',
    'Internal error occurred: This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
  )

const tooMany = ({ metadata, status }: Stored<PodDisruptionBudget>): ApiError =>
  new ApiError(429, 'TooManyRequests', "Cannot evict pod as it would violate the pod's disruption budget.", {
    causes: [
      {
        reason: 'DisruptionBudget',
        message: `The disruption budget ${metadata.name} needs ${status?.desiredHealthy ?? 0} healthy pods and has ${status?.currentHealthy ?? 0} currently`,
      },
    ],
  })
