import { isJsonObject } from '../merge/json.ts'
import type { JsonSchema } from './json-schema.ts'

/** A value with the defaults of its schema. Unchanged parts are the same objects. */
export const withSchemaDefaults = (schema: JsonSchema, value: unknown): unknown => {
  if (Array.isArray(value)) {
    const { items } = schema
    if (items === undefined) return value
    const complete = value.map((item: unknown) => withSchemaDefaults(items, item))
    return complete.every((item, index) => item === value[index]) ? value : complete
  }
  if (!isJsonObject(value)) return value
  const changed: Record<string, unknown> = {}
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const given = value[name] ?? property.default
    if (given === undefined) continue
    const complete = withSchemaDefaults(property, given)
    if (complete !== value[name]) changed[name] = complete
  }
  return Object.keys(changed).length === 0 ? value : { ...value, ...changed }
}
