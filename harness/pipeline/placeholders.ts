export type Placeholder =
  | '__NAME__'
  | '__NAMESPACE__'
  | '__WORKLOAD__'
  | '__POD__'
  | '__PODS__'
  | '__NODE__'
  | '__CHAOS_DURATION__'
  | '__RELEASE__'

export type PlaceholderValues = Readonly<Partial<Record<Placeholder, string | readonly string[]>>>

/**
 * Replaces placeholders in every string and key of a document. A string that is nothing but a placeholder with a list as its
 * value becomes that list; inside a longer string a list stands with blanks between.
 * @throws {RangeError} when a placeholder has no value here
 */
export const fillPlaceholders = <T>(document: T, values: PlaceholderValues): T => fill(document, values) as T

/** Where a trial takes place. */
export const placeOf = (namespace: string, { workload }: { readonly workload: string | null }): PlaceholderValues => ({
  __NAMESPACE__: namespace,
  ...(workload === null ? {} : { __WORKLOAD__: workload }),
})

const PLACEHOLDER = /__(?:NAME|NAMESPACE|WORKLOAD|PODS?|NODE|CHAOS_DURATION|RELEASE)__/g

const fill = (value: unknown, values: PlaceholderValues): unknown => {
  if (typeof value === 'string') return fillText(value, values)
  if (Array.isArray(value)) return value.map((item) => fill(item, values))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [asText(fillText(key, values)), fill(item, values)]),
  )
}

const fillText = (text: string, values: PlaceholderValues): string | readonly string[] => {
  if (text === '__PODS__') return valueOf(text, values)
  return text.replace(PLACEHOLDER, (name) => asText(valueOf(name, values)))
}

const valueOf = (name: string, values: PlaceholderValues): string | readonly string[] => {
  const value = values[name as Placeholder]
  if (value === undefined) throw new RangeError(`${name} has no value here`)
  return value
}

const asText = (value: string | readonly string[]): string => (typeof value === 'string' ? value : value.join(' '))
