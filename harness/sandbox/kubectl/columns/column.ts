import type { AnyObject, Stored } from '../../api/types/object.ts'
import { ageSince } from '../format/age.ts'
import type { CellContext, Column } from './types.ts'

/** A column of a kind whose fields are known. The caller states the kind; the table of printers is keyed by it. */
export const column = <T>(name: string, cell: (object: Stored<T>, context: CellContext) => string): Column => ({
  name,
  cell: (object, context) => cell(object as unknown as Stored<T>, context),
})

/** Like `column`, for `-o wide`. */
export const wideColumn = <T>(name: string, cell: (object: Stored<T>, context: CellContext) => string): Column => ({
  ...column(name, cell),
  wide: true,
})

export const nameColumn: Column = { name: 'NAME', cell: (object: AnyObject) => object.metadata.name }

export const ageColumn: Column = {
  name: 'AGE',
  cell: (object, { nowMs }) => ageSince(object.metadata.creationTimestamp, nowMs),
}

/** Text, or `<none>`. */
export const orNone = (text: string | undefined): string => (text === undefined || text === '' ? '<none>' : text)

/** Labels as `a=b,c=d`, sorted; `<none>` without any. */
export const labelText = (labels: Readonly<Record<string, string>> | undefined): string =>
  orNone(
    Object.entries(labels ?? {})
      .map(([key, value]) => `${key}=${value}`)
      .toSorted()
      .join(','),
  )
