import { yamlScalar } from './yaml-scalar.ts'

/**
 * YAML as kubectl prints it: keys in code-point order, sequences level with their key, text folded after column 80. A YAML library
 * cannot do it, because the folding and quoting are those of go-yaml; the tests hold it against text that kubectl printed.
 */
export const toYaml = (value: unknown): string => {
  if (isMap(value) && Object.keys(value).length > 0) return mapLines(value, 0).join('\n') + '\n'
  if (Array.isArray(value) && value.length > 0) return listLines(value, 0).join('\n') + '\n'
  return leaf(value, 0, 0) + '\n'
}

type JsonMap = Readonly<Record<string, unknown>>

const isMap = (value: unknown): value is JsonMap => typeof value === 'object' && value !== null && !Array.isArray(value)

const mapLines = (map: JsonMap, indent: number): string[] =>
  Object.keys(map)
    .filter((key) => map[key] !== undefined)
    .toSorted(byCodePoint)
    .flatMap((key) => {
      const head = `${' '.repeat(indent)}${yamlScalar(key, 0, Number.POSITIVE_INFINITY)}:`
      const value = map[key]
      if (isMap(value) && Object.keys(value).length > 0) return [head, ...mapLines(value, indent + 2)]
      if (Array.isArray(value) && value.length > 0) return [head, ...listLines(value, indent)]
      return [`${head} ${leaf(value, head.length + 1, indent + 2)}`]
    })

const listLines = (list: readonly unknown[], indent: number): string[] =>
  list.flatMap((item) => {
    const dash = `${' '.repeat(indent)}- `
    const nested =
      isMap(item) && Object.keys(item).length > 0
        ? mapLines(item, indent + 2)
        : Array.isArray(item) && item.length > 0
          ? listLines(item, indent + 2)
          : undefined
    if (nested === undefined) return [dash + leaf(item, dash.length, indent + 2)]
    const [first = '', ...rest] = nested
    return [dash + first.slice(indent + 2), ...rest]
  })

const leaf = (value: unknown, column: number, indent: number): string => {
  if (typeof value === 'string') return yamlScalar(value, indent, column)
  if (Array.isArray(value)) return '[]'
  if (isMap(value)) return '{}'
  return typeof value === 'number' ? numberText(value) : JSON.stringify(value ?? null)
}

const numberText = (value: number): string => (Number.isInteger(value) ? value.toFixed(0) : String(value))

/** Order of Go's strings: by bytes, which for UTF-8 is by code point. */
export const byCodePoint = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
