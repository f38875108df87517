import { toJson } from '../format/json.ts'
import { evaluate } from './evaluate.ts'
import type { TemplatePart } from './types.ts'

/** What a template prints for an object. @throws {JsonPathError} */
export const renderTemplate = (parts: readonly TemplatePart[], root: unknown): string =>
  parts
    .map((part) => {
      switch (part.type) {
        case 'literal':
          return part.text
        case 'action':
          return evaluate(part.nodes, root).map(valueText).join(' ')
        case 'range':
          return evaluate(part.over, root)
            .map((item) => renderTemplate(part.body, item))
            .join('')
      }
    })
    .join('')

/** One value: JSON for maps and lists, bare otherwise. */
export const valueText = (value: unknown): string => {
  if (value === null || value === undefined) return 'null'
  return typeof value === 'string' ? value : toJson(value)
}
