import type { AnyObject } from '../../api/types/object.ts'
import type { ResourceDefinition } from '../../api/types/resource.ts'
import { columnsOf } from '../columns/index.ts'
import { labelText } from '../columns/column.ts'
import { alignTabs, TABLE } from '../format/tabwriter.ts'

export interface TableOptions {
  readonly nowMs: number
  readonly wide: boolean
  readonly withNamespace: boolean
  /** Names as `pod/web`. */
  readonly withKind: boolean
  readonly noHeaders: boolean
  readonly showLabels: boolean
  /** Label keys, a column each. */
  readonly labelColumns: readonly string[]
}

/** The rows of one kind, not yet aligned: cells separated by tabs. */
export const tableRows = (
  definition: ResourceDefinition,
  objects: readonly AnyObject[],
  options: TableOptions,
): readonly string[] => {
  const { nowMs, wide } = options
  const columns = columnsOf(definition).filter((column) => wide || column.wide !== true)
  const prefix = options.withKind ? `${kindPrefix(definition)}/` : ''
  const header = [
    ...(options.withNamespace ? ['NAMESPACE'] : []),
    ...columns.map(({ name }) => name),
    ...options.labelColumns.map((key) => (key.split('/').at(-1) ?? key).toUpperCase()),
    ...(options.showLabels ? ['LABELS'] : []),
  ]
  const rows = objects.map((object) =>
    [
      ...(options.withNamespace ? [object.metadata.namespace ?? ''] : []),
      ...columns.map(
        (column) => (column.name === 'NAME' ? prefix : '') + oneLine(column.cell(object, { nowMs, wide })),
      ),
      ...options.labelColumns.map((key) => object.metadata.labels?.[key] ?? ''),
      ...(options.showLabels ? [labelText(object.metadata.labels)] : []),
    ].join('\t'),
  )
  return options.noHeaders ? rows : [header.join('\t'), ...rows]
}

/** Aligns rows as kubectl prints tables. */
export const alignTable = (rows: readonly string[]): string =>
  rows.length === 0 ? '' : alignTabs(rows.join('\n'), TABLE) + '\n'

const kindPrefix = ({ group, singular }: ResourceDefinition): string =>
  group === '' ? singular : `${singular}.${group}`

/** Only the first line of a cell is shown. */
const oneLine = (text: string): string => {
  const [first = '', ...rest] = text.split(/[\f\n\r]/)
  return rest.length === 0 ? first : `${first}...`
}
