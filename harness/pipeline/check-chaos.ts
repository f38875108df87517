import { z } from 'zod'
import { CHAOS_SPECS, type FieldSchema } from '../domain/chaos-fields.ts'
import { type DescribedIssue, describeIssue } from '../domain/describe-issue.ts'
import type { Manifest } from '../domain/injection.ts'

/** What is wrong with the fields of a Chaos Mesh object; empty when nothing is. Placeholders must be filled. */
export const chaosComplaints = ({ apiVersion, kind, ...manifest }: Manifest): readonly DescribedIssue[] => {
  if (apiVersion !== API_VERSION)
    return [{ path: ['apiVersion'], expected: API_VERSION, found: apiVersion, remedy: '' }]
  const specs: Readonly<Record<string, FieldSchema>> = CHAOS_SPECS
  const spec = specs[kind]
  if (spec === undefined) {
    const among = Object.keys(specs)
    return [
      {
        path: ['kind'],
        expected: `one of ${among.join(', ')}`,
        found: kind,
        remedy: '',
        choice: { made: kind, among },
      },
    ]
  }
  const document = { spec: manifest['spec'] }
  const parsed = checkOf(spec).safeParse(document)
  return parsed.success
    ? []
    : parsed.error.issues.flatMap((issue) => describeIssue(issue, document, fieldsAt(spec, issue.path.slice(1))))
}

/** `spec.mode: expected one of …, found "some"` */
export const complaintText = ({ path, expected, found }: DescribedIssue): string =>
  `${path.join('.')}: expected ${expected}, found ${found}`

const API_VERSION = 'chaos-mesh.org/v1alpha1'

/** The fields that a kind has at a place of its spec. */
const fieldsAt = (schema: FieldSchema, path: readonly PropertyKey[]): readonly string[] => {
  const at = path.reduce<FieldSchema | undefined>(
    (above, part) =>
      typeof part === 'number' ? above?.items : (above?.properties?.[String(part)] ?? above?.additionalProperties),
    schema,
  )
  return Object.keys(at?.properties ?? {})
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
