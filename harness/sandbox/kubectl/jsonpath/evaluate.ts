import { byCodePoint } from '../format/yaml.ts'
import { JsonPathError, type PathNode } from './types.ts'

/**
 * The values that a path leads to, in order. Missing fields lead nowhere.
 * @throws {JsonPathError} for an index out of bounds, a filter over something that is no list, or values that do not compare
 */
export const evaluate = (nodes: readonly PathNode[], root: unknown): readonly unknown[] => follow(nodes, [root])

const step = (node: PathNode, values: readonly unknown[]): readonly unknown[] => {
  switch (node.type) {
    case 'text':
      return [node.text]
    case 'number':
    case 'bool':
      return [node.value]
    case 'field':
      return values.flatMap((value) => (isMap(value) && Object.hasOwn(value, node.name) ? [value[node.name]] : []))
    case 'wildcard':
      return values.flatMap((value) => children(value) ?? [])
    case 'recursive':
      return values.flatMap(descend)
    case 'slice':
      return values.flatMap((value) => (value === null || value === undefined ? [] : slice(node, value)))
    case 'filter':
      return values.flatMap((value) => (value === null || value === undefined ? [] : select(node, value)))
    case 'union':
      return node.members.flatMap((member) => follow(member, values))
    case 'keyword':
      throw new JsonPathError(
        node.word === 'end' ? 'not in range, nothing to end' : `unrecognized identifier ${node.word}`,
      )
  }
}

const follow = (nodes: readonly PathNode[], values: readonly unknown[]): readonly unknown[] =>
  nodes.reduce((current, node) => step(node, current), values)

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const children = (value: unknown): readonly unknown[] | undefined => {
  if (Array.isArray(value)) return value
  if (!isMap(value)) return undefined
  return Object.keys(value)
    .toSorted(byCodePoint)
    .map((key) => value[key])
}

const descend = (value: unknown): readonly unknown[] => {
  if (typeof value === 'string') return value === '' ? [] : [value]
  const inside = children(value) ?? []
  return inside.length === 0 ? [] : [value, ...inside.flatMap(descend)]
}

const slice = (node: PathNode & { type: 'slice' }, value: unknown): readonly unknown[] => {
  if (!Array.isArray(value)) throw new JsonPathError(`${goType(value)} is not array or slice`)
  const { length } = value
  const start = (node.start ?? 0) < 0 ? (node.start ?? 0) + length : (node.start ?? 0)
  const given = node.end ?? length
  const end = given < 0 || (given === 0 && node.single) ? given + length : given
  if (start === end) return []
  if (start >= length || start < 0) {
    throw new JsonPathError(`array index out of bounds: index ${start}, length ${length}`)
  }
  if (end > length || end < 0) {
    throw new JsonPathError(`array index out of bounds: index ${end - 1}, length ${length}`)
  }
  if (start > end) throw new JsonPathError(`starting index ${start} is greater than ending index ${end}`)
  const stride = node.step ?? 1
  if (stride <= 0) throw new JsonPathError('step must be > 0')
  return value.slice(start, end).filter((_, index) => index % stride === 0)
}

const select = (node: PathNode & { type: 'filter' }, value: unknown): readonly unknown[] => {
  if (!Array.isArray(value)) throw new JsonPathError(`${goType(value)} is not array or slice and cannot be filtered`)
  return value.filter((item) => {
    const lefts = evaluate(node.left, item)
    if (node.operator === 'exists') return lefts.length > 0
    const rights = lefts.length === 0 ? [] : evaluate(node.right, item)
    if (lefts.length > 1 || rights.length > 1) throw new JsonPathError('can only compare one element at a time')
    return lefts.length === 1 && rights.length === 1 && compare(lefts[0], node.operator, rights[0])
  })
}

const compare = (left: unknown, operator: string, right: unknown): boolean => {
  if (typeof left !== typeof right || left === null || typeof left === 'object') {
    throw new JsonPathError('incompatible types for comparison')
  }
  const a = left as string
  const b = right as string
  switch (operator) {
    case '==':
      return a === b
    case '!=':
      return a !== b
    case '<':
      return a < b
    case '<=':
      return a <= b
    case '>':
      return a > b
    case '>=':
      return a >= b
    default:
      throw new JsonPathError(`unrecognized filter operator ${operator}`)
  }
}

/** The Go type of a decoded JSON value. */
const goType = (value: unknown): string => {
  if (isMap(value)) return 'map[string]interface {}'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64'
  return typeof value === 'boolean' ? 'bool' : typeof value
}
