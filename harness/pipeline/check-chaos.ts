import { z } from 'zod'
import { CHAOS_SPECS, type FieldSchema } from '../domain/chaos-fields.ts'
import type { Manifest } from '../domain/injection.ts'

/** What is wrong with the fields of a Chaos Mesh object; empty when nothing is. Placeholders must be filled. */
export const chaosComplaints = ({ apiVersion, kind, ...manifest }: Manifest): readonly string[] => {
  if (apiVersion !== 'chaos-mesh.org/v1alpha1')
    return [`apiVersion: expected chaos-mesh.org/v1alpha1, found ${apiVersion}`]
  const specs: Readonly<Record<string, FieldSchema>> = CHAOS_SPECS
  const spec = specs[kind]
  if (spec === undefined) return [`kind: expected one of ${Object.keys(specs).join(', ')}, found ${kind}`]
  const parsed = checkOf(spec).safeParse({ spec: manifest['spec'] })
  return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
}

/** Building one takes longer than all the checks of a trial, and the fields of a kind never change. */
const checkOf = (spec: FieldSchema): z.ZodType => {
  const known = checks.get(spec)
  if (known !== undefined) return known
  const json = strict({ type: 'object', properties: { spec }, required: ['spec'] })
  const check = z.fromJSONSchema(json as Parameters<typeof z.fromJSONSchema>[0])
  checks.set(spec, check)
  return check
}

const checks = new WeakMap<FieldSchema, z.ZodType>()

/** With no fields but the known ones. */
const strict = (schema: FieldSchema): object => ({
  ...schema,
  ...(schema.properties === undefined
    ? {}
    : {
        properties: Object.fromEntries(Object.entries(schema.properties).map(([key, field]) => [key, strict(field)])),
        additionalProperties: false,
      }),
  ...(schema.items === undefined ? {} : { items: strict(schema.items) }),
})
