import type { Rng } from '../../ports/rng.ts'
import type { Informers } from '../controllers/base/informers.ts'
import { hasLabels, matchesRule } from '../controllers/base/labels.ts'
import type { StoredPod } from '../controllers/base/pods.ts'
import type { PodSelector, TargetSpec } from './types.ts'

/** The pods that a chaos hits: those the selector matches, as many as its mode says. */
export const selectTargets = (
  informers: Informers,
  { selector, mode, value }: TargetSpec,
  namespace: string,
  rng: Rng,
): readonly StoredPod[] => {
  const pods = matchingPods(informers, selector, namespace)
  const count = countOf(mode, Number(value ?? 0), pods.length, rng)
  if (count >= pods.length) return pods
  const picked = new Set(rng.shuffle(pods).slice(0, count))
  return pods.filter((pod) => picked.has(pod))
}

const matchingPods = (informers: Informers, selector: PodSelector, namespace: string): readonly StoredPod[] => {
  if (selector.pods !== undefined) {
    return Object.entries(selector.pods).flatMap(([home, names]) =>
      names.flatMap((name) => informers.pods.get(home, name) ?? []),
    )
  }
  const namespaces =
    selector.namespaces === undefined || selector.namespaces.length === 0 ? [namespace] : selector.namespaces
  return namespaces
    .flatMap((home) => [...informers.pods.inNamespace(home)])
    .filter((pod) => matches(informers, selector, pod))
    .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
}

const matches = (informers: Informers, selector: PodSelector, pod: StoredPod): boolean => {
  const { labels, annotations } = pod.metadata
  const node = pod.spec?.nodeName ?? ''
  const { nodes = [], podPhaseSelectors: phases = [], nodeSelectors = {}, fieldSelectors = {} } = selector
  return (
    hasLabels(labels, selector.labelSelectors ?? {}) &&
    hasLabels(annotations, selector.annotationSelectors ?? {}) &&
    (selector.expressionSelectors ?? []).every((rule) => matchesRule(labels, rule)) &&
    (nodes.length === 0 || nodes.includes(node)) &&
    hasLabels(informers.nodes.get(undefined, node)?.metadata.labels, nodeSelectors) &&
    (phases.length === 0 || phases.includes(pod.status?.phase ?? '')) &&
    Object.entries(fieldSelectors).every(([path, wanted]) => POD_FIELDS[path]?.(pod) === wanted)
  )
}

/** The fields by which the API server selects pods. */
export const POD_FIELDS: Readonly<Record<string, (pod: StoredPod) => string | undefined>> = {
  'metadata.name': ({ metadata }) => metadata.name,
  'metadata.namespace': ({ metadata }) => metadata.namespace,
  'spec.nodeName': ({ spec }) => spec?.nodeName,
  'spec.restartPolicy': ({ spec }) => spec?.restartPolicy,
  'spec.schedulerName': ({ spec }) => spec?.schedulerName,
  'spec.serviceAccountName': ({ spec }) => spec?.serviceAccountName,
  'status.phase': ({ status }) => status?.phase,
  'status.podIP': ({ status }) => status?.podIP,
}

/** Percentages round up. */
const countOf = (mode: string, value: number, available: number, rng: Rng): number => {
  switch (mode) {
    case 'one':
      return 1
    case 'fixed':
      return value
    case 'fixed-percent':
      return Math.ceil((available * value) / 100)
    case 'random-max-percent':
      return Math.ceil((available * rng.int(0, Math.max(0, Math.floor(value)))) / 100)
    default:
      return available
  }
}
