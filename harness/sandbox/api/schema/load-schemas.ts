import type { FieldSchema, MergeRule, ObjectSchema } from '../types/schema.ts'
import compactTypes from './kubernetes-schema.json' with { type: 'json' }

/** Gives the schema of a built-in type by name, such as `apps.v1.Deployment`. @throws {RangeError} for an unknown name */
export type SchemaSource = (name: string) => ObjectSchema

/** The built-in types, from the generated file. Each is built when it is first asked for. */
export const loadSchemas = (): SchemaSource => {
  const loaded = new Map<string, ObjectSchema>()
  const source: SchemaSource = (name) => {
    const known = loaded.get(name)
    if (known !== undefined) return known
    const compact = TYPES[name]
    if (compact === undefined) throw new RangeError(`no schema of type ${name}`)
    const schema = build(name, compact, source)
    loaded.set(name, schema)
    return schema
  }
  return source
}

interface CompactType {
  readonly f: Readonly<Record<string, string>>
  readonly r?: readonly string[]
  readonly m?: Readonly<Record<string, string>>
  readonly k?: readonly string[]
}

const TYPES = compactTypes as unknown as Readonly<Record<string, CompactType>>

const build = (name: string, compact: CompactType, source: SchemaSource): ObjectSchema => ({
  name,
  fields: Object.fromEntries(
    Object.entries(compact.f).map(([field, shape]) => [field, fieldOf(shape, mergeRule(compact.m?.[field]), source)]),
  ),
  required: compact.r ?? [],
  ...(compact.k === undefined ? {} : { retainKeys: compact.k }),
})

const mergeRule = (key: string | undefined): MergeRule | undefined =>
  key === undefined ? undefined : key === '=' ? { by: 'value' } : { by: 'key', key }

const fieldOf = (shape: string, merge: MergeRule | undefined, source: SchemaSource): FieldSchema => {
  if (shape.startsWith('[]')) {
    const items = fieldOf(shape.slice(2), undefined, source)
    return merge === undefined ? { type: 'array', items } : { type: 'array', items, merge }
  }
  if (shape.startsWith('{}')) return { type: 'map', values: fieldOf(shape.slice(2), undefined, source) }
  switch (shape) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'quantity':
    case 'int-or-string':
    case 'time':
    case 'any':
      return { type: shape }
  }
  // Looked up late: types refer to each other in cycles.
  let found: ObjectSchema | undefined
  return {
    type: 'object',
    get schema() {
      found ??= source(shape)
      return found
    },
  }
}
