import { safeEncode } from './random-suffix.ts'

/**
 * Name suffix of the ReplicaSet for a pod template: FNV-1a (32 bit) over the template, written in the alphabet of generated names.
 * The real controller hashes Go's dump of the template, so its values differ; form and stability are the same.
 */
export const templateHash = (template: unknown, collisionCount: number): string => {
  let hash = 0x811c9dc5
  const text = canonical(template) + (collisionCount > 0 ? String(collisionCount) : '')
  for (let index = 0; index < text.length; index += 1) {
    hash ^= text.charCodeAt(index)
    hash = Math.imul(hash, 0x01000193)
  }
  return safeEncode(String(hash >>> 0))
}

/** JSON with sorted keys, without what a fresh template cannot have. */
const canonical = (value: unknown): string => {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const record = value as Record<string, unknown>
  const fields = Object.keys(record)
    .filter((key) => record[key] !== undefined && record[key] !== null)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(record[key])}`)
  return `{${fields.join(',')}}`
}
