import { failure } from '../errors.ts'
import { parsePath } from './parse-path.ts'
import { JsonPathError, type PathNode } from './types.ts'

/** A path as `--sort-by`, custom columns and `wait` take it: `{.a.b}`, `.a.b` or `a.b`. @throws {KubectlError} */
export const parseRelaxedPath = (expression: string): readonly PathNode[] => {
  const inner = /^\{?\.?([^{}]*)\}?$/.exec(expression)?.[1]
  if (inner === undefined) {
    throw failure(
      `unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'`,
    )
  }
  try {
    return parsePath(inner.startsWith('[') ? inner : `.${inner}`)
  } catch (error) {
    if (error instanceof JsonPathError) throw failure(error.message)
    throw error
  }
}
