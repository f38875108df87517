type Schema = Readonly<Record<string, unknown>>

/**
 * A JSON schema in the subset that strict answers allow: every property required, no other ones, and none of the bounds that the service
 * does not take. The bounds hold all the same: the answer is parsed by the question afterwards.
 */
export const strictSchema = (schema: Schema): Record<string, unknown> => {
  const kept = Object.fromEntries(Object.entries(schema).filter(([key]) => KEPT.has(key)))
  const { properties } = schema
  if (isSchema(properties)) {
    kept['properties'] = mapValues(properties)
    kept['required'] = Object.keys(properties)
    kept['additionalProperties'] = false
  }
  if (isSchema(schema['items'])) kept['items'] = strictSchema(schema['items'])
  if (Array.isArray(schema['anyOf']))
    kept['anyOf'] = schema['anyOf'].map((arm) => (isSchema(arm) ? strictSchema(arm) : arm))
  return kept
}

const KEPT = new Set(['type', 'enum', 'const', 'description'])

const mapValues = (properties: Schema): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [key, isSchema(value) ? strictSchema(value) : value]),
  )

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
