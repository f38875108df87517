import type { z } from 'zod'

type Issue = z.core.$ZodIssue

/** A fault that a schema found, in the language of people. */
export interface DescribedIssue {
  /** Keys and indexes from the top of the document. */
  readonly path: readonly (string | number)[]
  readonly expected: string
  readonly found: string
  readonly remedy: string
  readonly choice?: Choice
}

/** A word that may be misspelt, and those that could have been meant. */
export interface Choice {
  readonly made: string
  readonly among: readonly string[]
}

/** Turns one issue of zod into one or more sentences: each unknown key is one. `document` is what was parsed. */
export const describeIssue = (
  issue: Issue,
  document: unknown,
  knownKeys: readonly string[],
): readonly DescribedIssue[] => {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)))
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: [...path, key],
      expected: knownKeys.length === 0 ? 'no such key' : `one of the keys ${knownKeys.join(', ')}`,
      found: key,
      remedy: 'take it out',
      choice: { made: key, among: knownKeys },
    }))
  const value = valueAt(document, path)
  const described = { path, expected: expectation(issue), found: describeValue(value) }
  return issue.code === 'invalid_value' && typeof value === 'string'
    ? [{ ...described, remedy: '', choice: { made: value, among: issue.values.map(String) } }]
    : [{ ...described, remedy: remedyFor(issue, value) }]
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of keys',
  record: 'a map of keys',
  null: 'null',
}

function expectation(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return TYPES[issue.expected] ?? issue.expected
    case 'invalid_value':
      return issue.values.length === 1 ? String(issue.values[0]) : `one of ${issue.values.map(String).join(', ')}`
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array'
        ? `a ${issue.origin === 'string' ? 'text' : 'list'} that is not empty`
        : `at least ${issue.minimum}`
    case 'too_big':
      return `at most ${issue.maximum}`
    case 'invalid_union':
      return union(issue)
    case 'not_multiple_of':
      return `a multiple of ${issue.divisor}`
    case 'invalid_key':
      return 'a key of lower-case letters, digits and _'
    case 'invalid_element':
      return 'another element'
    case 'unrecognized_keys':
      return 'no such key'
    case 'invalid_format':
    case 'custom':
      return issue.message.replace(/^expected /, '')
  }
}

function union(issue: Extract<Issue, { code: 'invalid_union' }>): string {
  if ('options' in issue && Array.isArray(issue.options)) return `one of ${issue.options.map(String).join(', ')}`
  const arms = issue.errors.flatMap((errors) => errors.slice(0, 1).map(expectation))
  return [...new Set(arms)].join(' or ') || issue.message
}

function remedyFor(issue: Issue, found: unknown): string {
  if (issue.code === 'invalid_type' && found === undefined) return 'add the key'
  return issue.code === 'invalid_type' && issue.expected === 'string' && found !== null && typeof found !== 'object'
    ? 'put it in quotes'
    : ''
}

/** A value as a sentence can hold it: `"stop"`, `a list of 3`, `nothing`. */
export const describeValue = (value: unknown): string => {
  if (value === undefined) return 'nothing'
  if (value === null) return 'an empty value'
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`
  if (typeof value === 'object') return 'a map of keys'
  const text = JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 77)}…"` : text
}

const valueAt = (document: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[part] : undefined,
    document,
  )
