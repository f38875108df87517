import type { ResourceDefinition, PrinterColumn } from '../../api/types/resource.ts'
import { evaluate } from '../jsonpath/evaluate.ts'
import { parseRelaxedPath } from '../jsonpath/relaxed-path.ts'
import { valueText } from '../jsonpath/render.ts'
import { ageSince } from '../format/age.ts'
import { ageColumn, nameColumn } from './column.ts'
import type { Column } from './types.ts'

/** Columns of a custom resource: the name and what its definition declares, else the age. */
export const customColumns = (definition: ResourceDefinition): readonly Column[] => {
  const declared = definition.columns ?? []
  return declared.length === 0 ? [nameColumn, ageColumn] : [nameColumn, ...declared.map(declaredColumn)]
}

const declaredColumn = (declared: PrinterColumn): Column => {
  const path = parseRelaxedPath(declared.jsonPath)
  return {
    name: declared.name.toUpperCase(),
    wide: (declared.priority ?? 0) > 0,
    cell: (object, { nowMs }) => {
      const [value] = evaluate(path, object)
      if (value === undefined || value === null) return declared.type === 'date' ? '<unknown>' : ''
      return declared.type === 'date' ? ageSince(valueText(value), nowMs) : valueText(value)
    },
  }
}
