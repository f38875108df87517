import type { AnyObject } from '../../api/types/object.ts'
import { failure } from '../errors.ts'
import { evaluate } from '../jsonpath/evaluate.ts'
import { parseRelaxedPath } from '../jsonpath/relaxed-path.ts'
import { parseQuantity } from '../../api/quantity.ts'

/** `--sort-by`: ascending, objects without the field first. @throws {KubectlError} when no object has the field */
export const sortObjects = (objects: readonly AnyObject[], path: string): readonly AnyObject[] => {
  const nodes = parseRelaxedPath(path)
  // A field that is null is there all the same.
  const found = objects.map((object) => ({ object, values: evaluate(nodes, object) }))
  const keyed = found.map(({ object, values }) => ({ object, key: values[0] ?? undefined }))
  if (objects.length > 0 && found.every(({ values }) => values.length === 0)) {
    throw failure(
      `couldn't find any field with path "${path.startsWith('{') ? path : `{${path.startsWith('.') ? '' : '.'}${path}}`}" in the list of objects`,
    )
  }
  return keyed.toSorted((a, b) => compareKeys(a.key, b.key)).map(({ object }) => object)
}

const compareKeys = (a: unknown, b: unknown): number => {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? -1 : 1
  if (typeof a === 'number' && typeof b === 'number') return a - b
  if (typeof a === 'string' && typeof b === 'string') {
    const [left, right] = [parseQuantity(a), parseQuantity(b)]
    if (left !== undefined && right !== undefined) return left.nano < right.nano ? -1 : left.nano > right.nano ? 1 : 0
    return naturalCompare(a, b)
  }
  return 0
}

/** Text with numbers in it: `web-2` before `web-10`. */
const naturalCompare = (a: string, b: string): number => {
  const left = a.match(/\d+|\D+/g) ?? []
  const right = b.match(/\d+|\D+/g) ?? []
  for (const [index, part] of left.entries()) {
    const other = right[index]
    if (other === undefined) return 1
    if (part === other) continue
    if (/^\d/.test(part) && /^\d/.test(other) && Number(part) !== Number(other)) return Number(part) - Number(other)
    return part < other ? -1 : 1
  }
  return left.length - right.length
}
