import { isJsonObject, type JsonObject } from './json.ts'

/** RFC 7386: null removes, objects merge, anything else replaces. What the patch does not touch is shared with the original. */
export const mergePatch = (original: unknown, patch: unknown): unknown => {
  if (!isJsonObject(patch)) return patch
  const result: Record<string, unknown> = isJsonObject(original) ? { ...original } : {}
  for (const [key, value] of Object.entries(patch as JsonObject)) {
    if (value === null) delete result[key]
    else result[key] = mergePatch(result[key], value)
  }
  return result
}
