import { isJsonObject, type JsonObject } from '../../api/merge/json.ts'
import { toJson } from '../format/json.ts'

/** Where `apply` remembers what it sent. */
export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'

/** The document with an annotation that holds the document itself. */
export const withLastApplied = (document: JsonObject): JsonObject => {
  const bare = withoutLastApplied(document)
  const { annotations, ...metadata } = bare['metadata'] as JsonObject
  const remembered = { ...(annotations as JsonObject), [LAST_APPLIED]: `${toJson(bare)}\n` }
  return { ...bare, metadata: { ...metadata, annotations: remembered } }
}

/** What is remembered of a document: the document without the memory, and with annotations even when it has none. */
export const withoutLastApplied = (document: JsonObject): JsonObject => {
  const metadata = isJsonObject(document['metadata']) ? document['metadata'] : {}
  const { [LAST_APPLIED]: _, ...annotations } = isJsonObject(metadata['annotations']) ? metadata['annotations'] : {}
  return { ...document, metadata: { ...metadata, annotations } }
}

/** What was applied last; `undefined` when the object was made another way. */
export const lastApplied = (object: {
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>> }
}): JsonObject | undefined => {
  const text = object.metadata.annotations?.[LAST_APPLIED]
  if (text === undefined) return undefined
  const parsed: unknown = JSON.parse(text)
  return isJsonObject(parsed) ? parsed : undefined
}
