import type { z } from 'zod'
import type { RowReader } from '../../harness/ports/store.ts'

/**
 * Runs a query and types its rows.
 * @throws {TypeError} when a row is not of the expected shape: the query and the store's tables have parted
 */
export const readRows = <Shape extends z.ZodType>(
  reader: RowReader,
  sql: string,
  shape: Shape,
): readonly z.output<Shape>[] =>
  reader.rows(sql).map((row) => {
    const parsed = shape.safeParse(row)
    if (!parsed.success)
      throw new TypeError(`a row of an analysis query has an unexpected shape: ${sql}`, { cause: parsed.error })
    return parsed.data
  })
