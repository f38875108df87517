type Fields = Readonly<Record<string, unknown>>

export interface JsonPatchStep {
  readonly op: 'add' | 'replace' | 'remove'
  readonly path: string
  readonly value?: unknown
}

/** The JSON patch that leads an object back to its original: of what people write, not of status and the server's bookkeeping. */
export const wayToOriginal = (present: Fields, original: Fields): readonly JsonPatchStep[] => [
  ...differences(without(present, NOT_FIELDS), without(original, NOT_FIELDS), ''),
  ...differences(metadataOf(present), metadataOf(original, present), '/metadata'),
]

const NOT_FIELDS = ['apiVersion', 'kind', 'metadata', 'status']
const METADATA = ['annotations', 'labels', 'finalizers'] as const
/** Annotations that controllers write: those of the present stay. */
const OF_CONTROLLERS = /^deployment\.kubernetes\.io\//

const metadataOf = ({ metadata }: Fields, present?: Fields): Fields => {
  const fields = metadata as Fields
  const kept = Object.fromEntries(METADATA.flatMap((key) => (fields[key] === undefined ? [] : [[key, fields[key]]])))
  if (present === undefined) return kept
  const now = annotationsOf(present)
  const annotations = {
    ...Object.fromEntries(Object.entries(annotationsOf({ metadata })).filter(([key]) => !OF_CONTROLLERS.test(key))),
    ...Object.fromEntries(Object.entries(now).filter(([key]) => OF_CONTROLLERS.test(key))),
  }
  return Object.keys(annotations).length === 0 ? without(kept, ['annotations']) : { ...kept, annotations }
}

const annotationsOf = ({ metadata }: Fields): Fields => ((metadata as Fields)['annotations'] ?? {}) as Fields

const differences = (present: Fields, original: Fields, path: string): readonly JsonPatchStep[] =>
  [...new Set([...Object.keys(present), ...Object.keys(original)])].toSorted().flatMap((key): JsonPatchStep[] => {
    const at = `${path}/${key}`
    if (!(key in original)) return [{ op: 'remove', path: at }]
    if (!(key in present)) return [{ op: 'add', path: at, value: original[key] }]
    return isSame(present[key], original[key]) ? [] : [{ op: 'replace', path: at, value: original[key] }]
  })

const isSame = (one: unknown, other: unknown): boolean => {
  if (one === other) return true
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false
  const [left, right] = [one as Fields, other as Fields]
  const keys = Object.keys(left)
  return (
    Array.isArray(one) === Array.isArray(other) &&
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && isSame(left[key], right[key]))
  )
}

const without = (fields: Fields, keys: readonly string[]): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([key]) => !keys.includes(key)))
