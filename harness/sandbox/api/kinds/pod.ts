import type { Container, Pod, PodSpec, Toleration } from 'kubernetes-types/core/v1.d.ts'
import { forbiddenField } from '../field-errors.ts'
import { jsonEqual } from '../merge/json.ts'
import { compareQuantities } from '../quantity.ts'
import type { FieldError } from '../types/api-error.ts'
import type { DeepReadonly, KubeObject, Stored } from '../types/object.ts'
import type { Strategy } from '../types/resource.ts'
import { podSpecDefaults } from './pod-defaults.ts'
import { validatePodSpec } from './pod-validation.ts'
import { type Fields, withChanged, withDefaults, withItems } from './with-defaults.ts'

export const podStrategy: Strategy = {
  defaults: (object) =>
    withChanged(object, 'spec', (spec) =>
      podSpecDefaults(withDefaults(withRequests(spec), { enableServiceLinks: true })),
    ),
  prepareCreate: (object) => {
    const status = { phase: 'Pending', qosClass: qosClass(asPod(object)) }
    return { ...object, status } as KubeObject
  },
  validate: (object) => validatePodSpec('spec', asPod(object).spec),
  validateUpdate: (object, old) => validateUpdate(asPod(object), asPod(old)),
  selectableFields: (object) => {
    const { spec, status } = asPod(object)
    return {
      'spec.nodeName': spec?.nodeName ?? '',
      'spec.restartPolicy': spec?.restartPolicy ?? '',
      'spec.schedulerName': spec?.schedulerName ?? '',
      'spec.serviceAccountName': spec?.serviceAccountName ?? '',
      'spec.hostNetwork': String(spec?.hostNetwork ?? false),
      'status.phase': status?.phase ?? '',
      'status.podIP': status?.podIP ?? '',
      'status.podIPs': status?.podIP ?? '',
      'status.nominatedNodeName': status?.nominatedNodeName ?? '',
    }
  },
  // A pod that runs on a node stays until its kubelet has stopped it.
  gracePeriodSeconds: (object, requested) => {
    const { spec, status, metadata } = asPod(object)
    const isOver = status?.phase === 'Succeeded' || status?.phase === 'Failed'
    if (spec?.nodeName === undefined || isOver) return 0
    return requested ?? metadata.deletionGracePeriodSeconds ?? spec.terminationGracePeriodSeconds ?? 30
  },
}

/**
 * Quality of service: Guaranteed when every container limits CPU and memory at its requests, BestEffort without any, else Burstable.
 * Source: k8s.io/kubernetes/pkg/apis/core/v1/helper/qos.
 */
export const qosClass = (pod: { readonly spec?: DeepReadonly<PodSpec> }): 'Guaranteed' | 'Burstable' | 'BestEffort' => {
  const containers = [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? [])]
  const amounts = containers.flatMap(({ resources }) =>
    MEASURED.flatMap((name) => [resources?.limits?.[name], resources?.requests?.[name]]),
  )
  if (amounts.every((amount) => amount === undefined || compareQuantities(amount, '0') === 0)) return 'BestEffort'
  return containers.every(isGuaranteed) ? 'Guaranteed' : 'Burstable'
}

const MEASURED = ['cpu', 'memory'] as const

const isGuaranteed = ({ resources }: DeepReadonly<Container>): boolean =>
  MEASURED.every((name) => {
    const limit = resources?.limits?.[name]
    const request = resources?.requests?.[name] ?? limit
    return limit !== undefined && request !== undefined && compareQuantities(limit, request) === 0
  })

const asPod = (object: KubeObject): Stored<Pod> => object as Stored<Pod>

/** In a pod, a limit without a request is the request too; in templates it is not. */
const withRequests = (spec: Fields): Fields =>
  withItems(withItems(spec, 'containers', requestsFromLimits), 'initContainers', requestsFromLimits)

const requestsFromLimits = (container: Fields): Fields =>
  withChanged(container, 'resources', (resources) => {
    const limits = resources['limits'] as Fields | undefined
    if (limits === undefined) return resources
    const requests = (resources['requests'] ?? {}) as Fields
    const complete = withDefaults(requests, limits)
    return complete === requests ? resources : { ...resources, requests: complete }
  })

const validateUpdate = (pod: Stored<Pod>, old: Stored<Pod>): readonly FieldError[] => {
  const { tolerations = [] } = pod.spec ?? {}
  const isLost = (old.spec?.tolerations ?? []).some(
    (before) => !tolerations.some((each) => jsonEqual(withoutSeconds(each), withoutSeconds(before))),
  )
  if (isLost)
    return [forbiddenField('spec.tolerations', 'existing toleration can not be modified except its tolerationSeconds')]
  return jsonEqual(withoutMutable(pod.spec), withoutMutable(old.spec)) ? [] : [forbiddenField('spec', IMMUTABLE)]
}

const withoutSeconds = (toleration: DeepReadonly<Toleration>): object => ({ ...toleration, tolerationSeconds: 0 })

const IMMUTABLE =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)'

const withoutMutable = (spec: DeepReadonly<PodSpec> | undefined): unknown => {
  if (spec === undefined) return undefined
  const { activeDeadlineSeconds: _deadline, tolerations: _tolerations, ...rest } = spec
  const withoutImage = ({ image: _image, ...container }: DeepReadonly<Container>) => container
  return {
    ...rest,
    containers: spec.containers.map(withoutImage),
    initContainers: (spec.initContainers ?? []).map(withoutImage),
  }
}
