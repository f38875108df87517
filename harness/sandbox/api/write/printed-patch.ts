import { isJsonObject, type JsonObject } from '../merge/json.ts'
import type { Patch } from '../types/request.ts'

/**
 * A patch as the server quotes it in an error: Go's notation of maps, keys sorted. A strategic patch is quoted as it stands after
 * merging, which has taken the lists with an explicit order out of it.
 */
export const printedPatch = ({ type, body }: Patch): string =>
  printed(type === 'strategic' && isJsonObject(body) ? withoutOrderedLists(body) : body)

const ORDER = '$setElementOrder/'

const withoutOrderedLists = (patch: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(patch)
      .filter(([key]) => !key.startsWith(ORDER) && !(`${ORDER}${key}` in patch))
      .map(([key, value]) => [key, isJsonObject(value) ? withoutOrderedLists(value) : value]),
  )

const printed = (value: unknown): string => {
  if (value === null || value === undefined) return '<nil>'
  if (Array.isArray(value)) return `[${value.map(printed).join(' ')}]`
  if (!isJsonObject(value)) return typeof value === 'string' ? value : JSON.stringify(value)
  const parts = Object.keys(value)
    .sort()
    .map((key) => `${key}:${printed(value[key])}`)
  return `map[${parts.join(' ')}]`
}
