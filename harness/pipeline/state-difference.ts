import type { StateObject, StateSnapshot } from './state-snapshot.ts'

/** One difference of two states: `Deployment/demo-app:spec.replicas`, or `Service/demo-app` when the whole object came or went. */
export interface StateDifference {
  readonly object: string
  readonly path: string | null
  readonly detail: string
}

/** Compares what people made; what the API server and controllers write by themselves (status, versions, revisions) is left out. */
export const stateDifferences = (
  before: Pick<StateSnapshot, 'objects'>,
  after: Pick<StateSnapshot, 'objects'>,
): readonly StateDifference[] => {
  const refs = [...new Set([...before.objects.keys(), ...after.objects.keys()])].sort()
  return refs.flatMap((object): readonly StateDifference[] => {
    const [old, now] = [before.objects.get(object), after.objects.get(object)]
    if (old === undefined) return [{ object, path: null, detail: 'is new' }]
    if (now === undefined) return [{ object, path: null, detail: 'is gone' }]
    return leafDifferences(comparable(old), comparable(now), []).map(({ segments, detail }) => ({
      object,
      path: segments.join('.'),
      detail,
    }))
  })
}

/** For people: `Deployment/demo-app:spec.replicas 2 → 0`. */
export const describeDifference = ({ object, path, detail }: StateDifference): string =>
  path === null ? `${object} ${detail}` : `${object}:${path} ${detail}`

/** Whether a list of `Kind/name` and `Kind/name:json.path` covers a difference, the paths below included. */
export const isAllowedDifference = (allowed: readonly string[], { object, path }: StateDifference): boolean =>
  allowed.some((entry) => {
    const [allowedObject, allowedPath] = splitAtFirst(entry, ':')
    if (allowedObject !== object) return false
    return allowedPath === null || (path !== null && (path === allowedPath || path.startsWith(`${allowedPath}.`)))
  })

const splitAtFirst = (text: string, separator: string): readonly [string, string | null] => {
  const at = text.indexOf(separator)
  return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + 1)]
}

const WRITTEN_BY_SERVER = [
  'resourceVersion',
  'generation',
  'uid',
  'managedFields',
  'creationTimestamp',
  'selfLink',
  'ownerReferences',
]
const WRITTEN_BY_CONTROLLERS = [
  'deployment.kubernetes.io/revision',
  'kubectl.kubernetes.io/last-applied-configuration',
  'kubernetes.io/change-cause',
]

const comparable = ({ status: _status, metadata, ...rest }: StateObject): Readonly<Record<string, unknown>> => {
  const annotations = without(metadata.annotations ?? {}, WRITTEN_BY_CONTROLLERS)
  return {
    ...rest,
    metadata: {
      ...without(metadata, [...WRITTEN_BY_SERVER, 'annotations']),
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
    },
  }
}

const without = (
  object: Readonly<Record<string, unknown>>,
  keys: readonly string[],
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)))

interface LeafDifference {
  readonly segments: readonly string[]
  readonly detail: string
}

const leafDifferences = (old: unknown, now: unknown, segments: readonly string[]): readonly LeafDifference[] => {
  if (isMap(old) && now === undefined) return leafDifferences(old, {}, segments)
  if (isMap(now) && old === undefined) return leafDifferences({}, now, segments)
  if (isContainer(old) && isContainer(now) && Array.isArray(old) === Array.isArray(now)) {
    const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort()
    return keys.flatMap((key) => leafDifferences(old[key], now[key], [...segments, key]))
  }
  if (isEmpty(old) && isEmpty(now)) return []
  return old === now ? [] : [{ segments, detail: `${show(old)} → ${show(now)}` }]
}

const isContainer = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

const isMap = (value: unknown): boolean => isContainer(value) && !Array.isArray(value)

/** An empty map and an absent one say the same in Kubernetes. */
const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || (isContainer(value) && Object.keys(value).length === 0)

const show = (value: unknown): string => (value === undefined ? 'absent' : JSON.stringify(value))
