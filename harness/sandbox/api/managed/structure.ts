import { isJsonObject } from '../merge/json.ts'
import type { FieldSchema, ObjectSchema } from '../types/schema.ts'

/** How ownership treats a value: as one piece, or by its parts. */
export type Structure =
  | { readonly kind: 'whole' }
  | { readonly kind: 'fields'; readonly fieldOf: (name: string) => FieldSchema | undefined }
  | { readonly kind: 'items'; readonly list: FieldSchema & { readonly type: 'array' } }

export const structureOf = (field: FieldSchema | undefined, name: string, value: unknown): Structure => {
  if (Array.isArray(value)) {
    return field?.type === 'array' && field.merge !== undefined ? { kind: 'items', list: field } : WHOLE
  }
  if (!isJsonObject(value) || ATOMIC_FIELDS.has(name)) return WHOLE
  if (field?.type === 'object') return ATOMIC_TYPES.has(field.schema.name) ? WHOLE : structureOfSchema(field.schema)
  if (field?.type === 'map') return { kind: 'fields', fieldOf: () => field.values }
  return { kind: 'fields', fieldOf: () => undefined }
}

export const structureOfSchema = (schema: ObjectSchema): Structure => ({
  kind: 'fields',
  fieldOf: (name) => schema.fields[name],
})

const WHOLE: Structure = { kind: 'whole' }

/** Types and maps with the marker `mapType=atomic`. Source: k8s.io/api. */
const ATOMIC_TYPES = new Set([
  'meta.v1.LabelSelector',
  'core.v1.ConfigMapKeySelector',
  'core.v1.LocalObjectReference',
  'core.v1.NodeSelector',
  'core.v1.NodeSelectorTerm',
  'core.v1.ObjectFieldSelector',
  'core.v1.ObjectReference',
  'core.v1.ResourceFieldSelector',
  'core.v1.SecretKeySelector',
  'core.v1.SecretReference',
  'core.v1.TopologySelectorTerm',
  'core.v1.TypedLocalObjectReference',
  'networking.v1.IngressClassParametersReference',
  'rbac.v1.RoleRef',
  'rbac.v1.Subject',
])

/** Maps of plain values that are owned as a whole. */
const ATOMIC_FIELDS = new Set(['nodeSelector', 'selector'])
