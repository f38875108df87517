import { isJsonObject } from '../merge/json.ts'
import type { FieldSchema } from '../types/schema.ts'

/**
 * The step that names an item of a list in a path, such as `k:{"name":"app"}`, or `undefined` when lists of this kind are owned as a
 * whole. Source of the keys: the markers `listType` and `listMapKey` in k8s.io/api.
 */
export const itemStep = (field: FieldSchema | undefined, item: unknown): string | undefined => {
  if (field?.type !== 'array' || field.merge === undefined) return undefined
  if (field.merge.by === 'value') return `v:${JSON.stringify(item)}`
  if (!isJsonObject(item)) return undefined
  const { key } = field.merge
  const keys: Record<string, unknown> = { [key]: item[key] }
  const second = SECOND_KEYS[key]
  if (second !== undefined) keys[second.key] = item[second.key] ?? second.default
  return `k:${JSON.stringify(keys)}`
}

/** Lists whose items strategic merge knows by one key, and owners by two. Both are in alphabetic order. */
const SECOND_KEYS: Readonly<Record<string, { readonly key: string; readonly default: unknown }>> = {
  containerPort: { key: 'protocol', default: 'TCP' },
  port: { key: 'protocol', default: 'TCP' },
  topologyKey: { key: 'whenUnsatisfiable', default: undefined },
}
