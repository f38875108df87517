import { z } from 'zod'

/** The keys that a schema knows at a place of a document; none where any key may stand. */
export const knownKeys = (schema: z.core.$ZodType, path: readonly PropertyKey[], value: unknown): readonly string[] => {
  const inner = unwrap(schema)
  const [part, ...rest] = path
  if (inner instanceof z.ZodUnion) {
    const arms = inner.options.map((option) => knownKeys(option, path, value))
    return inner instanceof z.ZodDiscriminatedUnion ? (arms[armOf(inner, value)] ?? []) : [...new Set(arms.flat())]
  }
  if (part === undefined) return inner instanceof z.ZodObject ? Object.keys(inner.shape) : []
  const below = typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[part] : undefined
  if (inner instanceof z.ZodObject) {
    const next: unknown = inner.shape[String(part)]
    return next instanceof z.ZodType ? knownKeys(next, rest, below) : []
  }
  if (inner instanceof z.ZodArray) return knownKeys(inner.element, rest, below)
  return inner instanceof z.ZodRecord ? knownKeys(inner.valueType, rest, below) : []
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable)
    return unwrap(schema.def.innerType)
  return schema
}

function armOf(union: z.ZodDiscriminatedUnion, value: unknown): number {
  const { discriminator } = union.def
  const tag =
    typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[discriminator] : undefined
  return union.options.findIndex((option) => {
    const literal: unknown = option instanceof z.ZodObject ? option.shape[discriminator] : undefined
    return literal instanceof z.ZodLiteral && literal.values.has(tag as string)
  })
}
