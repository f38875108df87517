import { z } from 'zod'
import { CHAOS_SPECS, type FieldSchema } from '../domain/chaos-fields.ts'
import type { Manifest } from '../domain/injection.ts'

/** What is wrong with one field of a Chaos Mesh object. */
export interface FieldComplaint {
  /** From the top of the object. */
  readonly path: readonly (string | number)[]
  readonly expected: string
  readonly found: string
}

/** What is wrong with the fields of a Chaos Mesh object; empty when nothing is. Placeholders must be filled. */
export const chaosComplaints = ({ apiVersion, kind, ...manifest }: Manifest): readonly FieldComplaint[] => {
  if (apiVersion !== API_VERSION) return [{ path: ['apiVersion'], expected: API_VERSION, found: apiVersion }]
  const specs: Readonly<Record<string, FieldSchema>> = CHAOS_SPECS
  const spec = specs[kind]
  if (spec === undefined) return [{ path: ['kind'], expected: `one of ${Object.keys(specs).join(', ')}`, found: kind }]
  const document = { spec: manifest['spec'] }
  const parsed = checkOf(spec).safeParse(document)
  return parsed.success ? [] : parsed.error.issues.flatMap((issue) => complaintsOf(issue, spec, document))
}

/** `spec.mode: expected one of …, found "some"` */
export const complaintText = ({ path, expected, found }: FieldComplaint): string =>
  `${path.join('.')}: expected ${expected}, found ${found}`

const API_VERSION = 'chaos-mesh.org/v1alpha1'

const complaintsOf = (issue: z.core.$ZodIssue, spec: FieldSchema, document: unknown): readonly FieldComplaint[] => {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)))
  if (issue.code === 'unrecognized_keys') {
    const known = Object.keys(fieldsAt(spec, path.slice(1)))
    return issue.keys.map((key) => ({
      path: [...path, key],
      expected: `one of the fields ${known.join(', ')}`,
      found: key,
    }))
  }
  const [, wanted = issue.message] = /expected (.*?)(?:, received .*)?$/.exec(issue.message) ?? []
  return [
    { path, expected: wanted.replaceAll('"|"', ', ').replaceAll('"', ''), found: describe(valueAt(document, path)) },
  ]
}

const fieldsAt = (schema: FieldSchema, path: readonly (string | number)[]): object =>
  path.reduce<FieldSchema | undefined>(
    (at, part) => (typeof part === 'number' ? at?.items : (at?.properties?.[part] ?? at?.additionalProperties)),
    schema,
  )?.properties ?? {}

const valueAt = (value: unknown, path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>((at, part) => (at as Readonly<Record<string, unknown>> | undefined)?.[part], value)

const describe = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value))

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
