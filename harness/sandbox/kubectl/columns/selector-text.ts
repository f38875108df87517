interface SelectorLike {
  readonly matchLabels?: Readonly<Record<string, string>>
  readonly matchExpressions?: readonly {
    readonly key: string
    readonly operator: string
    readonly values?: readonly string[]
  }[]
}

/** A label selector as the server formats it: `app=web,tier in (a,b)`; `<none>` when it is empty. */
export const selectorText = (selector: SelectorLike | undefined): string => {
  if (selector === undefined) return '<none>'
  const equals = Object.entries(selector.matchLabels ?? {}).map(([key, value]) => [key, `${key}=${value}`] as const)
  const expressions = (selector.matchExpressions ?? []).map(
    (rule) => [rule.key, expressionText(rule.key, rule.operator, rule.values ?? [])] as const,
  )
  const parts = [...equals, ...expressions].toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, text]) => text)
  return parts.length === 0 ? '<none>' : parts.join(',')
}

const expressionText = (key: string, operator: string, values: readonly string[]): string => {
  const list = `(${values.toSorted().join(',')})`
  switch (operator) {
    case 'In':
      return `${key} in ${list}`
    case 'NotIn':
      return `${key} notin ${list}`
    case 'Exists':
      return key
    default:
      return `!${key}`
  }
}
