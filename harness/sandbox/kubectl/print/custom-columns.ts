import { failure } from '../errors.ts'
import { evaluate } from '../jsonpath/evaluate.ts'
import { parseRelaxedPath } from '../jsonpath/relaxed-path.ts'
import { JsonPathError } from '../jsonpath/types.ts'
import { goValue } from '../format/go-format.ts'
import { alignTable } from './table.ts'

/** `-o custom-columns=NAME:.metadata.name,…`. @throws {KubectlError} for a malformed specification */
export const printCustomColumns = (specification: string, objects: readonly unknown[], noHeaders: boolean): string => {
  if (specification === '') throw failure('custom-columns format specified but no custom columns given')
  const columns = specification.split(',').map((part) => {
    const colon = part.indexOf(':')
    const path = part.slice(colon + 1)
    if (colon < 0 || path === '') {
      throw failure(`unexpected custom-columns spec: ${part}, expected <header>:<json-path-expr>`)
    }
    return { header: part.slice(0, colon), path: parseRelaxedPath(path) }
  })
  const rows = objects.map((object) => columns.map(({ path }) => cell(path, object)).join('\t'))
  return alignTable(noHeaders ? rows : [columns.map(({ header }) => header).join('\t'), ...rows])
}

const cell = (path: ReturnType<typeof parseRelaxedPath>, object: unknown): string => {
  try {
    const values = evaluate(path, object)
    return values.length === 0 ? '<none>' : values.map((value) => (value === null ? '<nil>' : goValue(value))).join(',')
  } catch (error) {
    if (error instanceof JsonPathError) return '<none>'
    throw error
  }
}
