import { yamlScalar } from './yaml-scalar.ts'

/**
 * YAML as kubectl prints it: keys in code-point order, sequences level with their key, text folded after column 80. A YAML library
 * cannot do it, because the folding and quoting are those of go-yaml; the tests hold it against text that kubectl printed.
 */
export const toYaml = (value: unknown): string => {
  const pieces: string[] = []
  if (isFilledMap(value)) appendMap(pieces, value, '', '')
  else if (isFilledList(value)) appendList(pieces, value, '', '')
  else pieces.push(leaf(value, 0, 0), '\n')
  return pieces.join('')
}

type JsonMap = Readonly<Record<string, unknown>>

const isFilledMap = (value: unknown): value is JsonMap => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  for (const _ in value) return true
  return false
}

const isFilledList = (value: unknown): value is readonly unknown[] => Array.isArray(value) && value.length > 0

/** @param lead stands in front of the first line, where the dash of a list may be; `indent` in front of the others */
const appendMap = (pieces: string[], map: JsonMap, lead: string, indent: string): void => {
  let margin = lead
  let isEmpty = true
  for (const key of sorted(Object.keys(map))) {
    const value = map[key]
    if (value === undefined) continue
    const head = `${yamlScalar(key, 0, Number.POSITIVE_INFINITY)}:`
    pieces.push(margin, head)
    margin = indent
    isEmpty = false
    if (isFilledMap(value)) {
      const inner = `${indent}  `
      pieces.push('\n')
      appendMap(pieces, value, inner, inner)
    } else if (isFilledList(value)) {
      pieces.push('\n')
      appendList(pieces, value, indent, indent)
    } else {
      pieces.push(' ', leaf(value, indent.length + head.length + 1, indent.length + 2), '\n')
    }
  }
  // A map of nothing but absent fields.
  if (isEmpty) pieces.push(lead, '{}\n')
}

const appendList = (pieces: string[], list: readonly unknown[], lead: string, indent: string): void => {
  const inner = `${indent}  `
  let margin = lead
  for (const item of list) {
    const dash = `${margin}- `
    margin = indent
    if (isFilledMap(item)) appendMap(pieces, item, dash, inner)
    else if (isFilledList(item)) appendList(pieces, item, dash, inner)
    else pieces.push(dash, leaf(item, dash.length, inner.length), '\n')
  }
}

const leaf = (value: unknown, column: number, indent: number): string => {
  if (typeof value === 'string') return yamlScalar(value, indent, column)
  if (Array.isArray(value)) return '[]'
  if (typeof value === 'object' && value !== null) return '{}'
  return typeof value === 'number' ? numberText(value) : JSON.stringify(value ?? null)
}

const numberText = (value: number): string => (Number.isInteger(value) ? value.toFixed(0) : String(value))

/** Most maps keep their keys in order already. */
const sorted = (keys: string[]): string[] => {
  for (let index = 1; index < keys.length; index += 1)
    if (keys[index]! < keys[index - 1]!) return keys.sort(byCodePoint)
  return keys
}

/** Order of Go's strings: by bytes, which for UTF-8 is by code point. */
export const byCodePoint = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
