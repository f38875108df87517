/** A parsed label selector: tells whether labels match. */
export type LabelMatcher = (labels: Readonly<Record<string, string>> | undefined) => boolean

/** The text is not a selector; the message is the server's. */
export class SelectorSyntaxError extends Error {
  override readonly name = 'SelectorSyntaxError'
}

/** A selector as objects carry it (`spec.selector` of a Deployment). */
export interface LabelSelectorObject {
  readonly matchLabels?: Readonly<Record<string, string>>
  readonly matchExpressions?: readonly {
    readonly key: string
    readonly operator: string
    readonly values?: readonly string[]
  }[]
}

/**
 * Reads the text form, as `kubectl -l` takes it: `app=web,tier!=db,env in (a,b),!legacy,cpu>2`.
 * @throws {SelectorSyntaxError}
 */
export const parseLabelSelector = (text: string): LabelMatcher => {
  const requirements = parseRequirements(text)
  return (labels) => requirements.every((requirement) => holds(requirement, labels ?? {}))
}

/** The matcher of a selector object; an empty one matches everything, a missing one nothing. */
export const matchesLabels = (
  selector: LabelSelectorObject | undefined,
  labels: Readonly<Record<string, string>> | undefined,
): boolean =>
  selector !== undefined && requirementsOf(selector).every((requirement) => holds(requirement, labels ?? {}))

/** The text form of a selector object, keys sorted: `app=web,env in (a,b)`. */
export const formatLabelSelector = (selector: LabelSelectorObject): string =>
  requirementsOf(selector)
    .toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(formatRequirement)
    .join(',')

type Operator = 'exists' | 'absent' | 'in' | 'not-in' | 'equal' | 'not-equal' | 'greater' | 'less'

interface Requirement {
  readonly key: string
  readonly operator: Operator
  readonly values: readonly string[]
}

const requirementsOf = (selector: LabelSelectorObject): readonly Requirement[] => [
  ...Object.entries(selector.matchLabels ?? {}).map(([key, value]): Requirement => ({
    key,
    operator: 'equal',
    values: [value],
  })),
  ...(selector.matchExpressions ?? []).map(({ key, operator, values = [] }): Requirement => ({
    key,
    operator: OBJECT_OPERATORS[operator] ?? 'exists',
    values,
  })),
]

const OBJECT_OPERATORS: Readonly<Record<string, Operator>> = {
  In: 'in',
  NotIn: 'not-in',
  Exists: 'exists',
  DoesNotExist: 'absent',
}

const holds = ({ key, operator, values }: Requirement, labels: Readonly<Record<string, string>>): boolean => {
  const value = labels[key]
  switch (operator) {
    case 'exists':
      return value !== undefined
    case 'absent':
      return value === undefined
    case 'equal':
    case 'in':
      return value !== undefined && values.includes(value)
    case 'not-equal':
    case 'not-in':
      return value === undefined || !values.includes(value)
    case 'greater':
      return value !== undefined && Number(value) > Number(values[0])
    case 'less':
      return value !== undefined && Number(value) < Number(values[0])
  }
}

const formatRequirement = ({ key, operator, values }: Requirement): string => {
  switch (operator) {
    case 'exists':
      return key
    case 'absent':
      return `!${key}`
    case 'equal':
      return `${key}=${values[0]}`
    case 'not-equal':
      return `${key}!=${values[0]}`
    case 'greater':
      return `${key}>${values[0]}`
    case 'less':
      return `${key}<${values[0]}`
    case 'in':
      return `${key} in (${values.toSorted().join(',')})`
    case 'not-in':
      return `${key} notin (${values.toSorted().join(',')})`
  }
}

const TOKEN = /\s*(==|!=|=|!|,|\(|\)|>|<|[^\s=!,()<>]+)/y
const END = ''

const tokenize = (text: string): readonly string[] => {
  const tokens: string[] = []
  TOKEN.lastIndex = 0
  for (;;) {
    const at = TOKEN.lastIndex
    const match = TOKEN.exec(text)
    if (match === null) return text.slice(at).trim() === '' ? tokens : [...tokens, text.slice(at).trim()]
    tokens.push(match[1]!)
  }
}

const parseRequirements = (text: string): readonly Requirement[] => {
  const tokens = tokenize(text)
  const requirements: Requirement[] = []
  let at = 0
  const peek = (): string => tokens[at] ?? END
  const take = (): string => tokens[at++] ?? END
  while (at < tokens.length) {
    requirements.push(parseRequirement(peek, take))
    if (peek() === END) break
    const separator = take()
    if (separator !== ',') throw unexpected(separator, "',' or 'end of string'")
    if (peek() === END) throw unexpected('', 'identifier after ","', true)
  }
  return requirements
}

const parseRequirement = (peek: () => string, take: () => string): Requirement => {
  if (peek() === '!') {
    take()
    return { key: identifier(take()), operator: 'absent', values: [] }
  }
  const key = identifier(take())
  const operator = peek()
  if (operator === END || operator === ',') return { key, operator: 'exists', values: [] }
  take()
  switch (operator) {
    case '=':
    case '==':
      return { key, operator: 'equal', values: [value(peek, take)] }
    case '!=':
      return { key, operator: 'not-equal', values: [value(peek, take)] }
    case '>':
      return { key, operator: 'greater', values: [value(peek, take)] }
    case '<':
      return { key, operator: 'less', values: [value(peek, take)] }
    case 'in':
      return { key, operator: 'in', values: set(peek, take) }
    case 'notin':
      return { key, operator: 'not-in', values: set(peek, take) }
  }
  throw unexpected(operator, 'in, notin, =, ==, !=, gt, lt')
}

const identifier = (token: string): string => {
  if (token === END || /^[=!,()<>]/.test(token)) throw unexpected(token, "!, identifier, or 'end of string'")
  return token
}

const value = (peek: () => string, take: () => string): string => {
  if (peek() === END || peek() === ',') return ''
  const token = take()
  if (/^[=!()<>]/.test(token)) throw unexpected(token, 'identifier')
  return token
}

const set = (peek: () => string, take: () => string): readonly string[] => {
  const open = take()
  if (open !== '(') throw unexpected(open, "'('")
  const values: string[] = []
  for (;;) {
    values.push(peek() === ')' || peek() === ',' ? '' : take())
    const next = take()
    if (next === ')') return values
    if (next !== ',') throw unexpected(next, "',' or ')'")
  }
}

const unexpected = (found: string, expected: string, plain = false): SelectorSyntaxError =>
  new SelectorSyntaxError(`found '${found}', expected: ${plain ? expected : expected}`)
