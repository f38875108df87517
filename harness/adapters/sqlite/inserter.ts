import type { Prepare } from './kept-statements.ts'

export type Cell = string | number | boolean | null | undefined
export type Values = Readonly<Record<string, Cell>>
export type Insert = (table: string, values: Values, onConflict?: string) => void

/** Inserts rows by column name. Truth values are kept as 0 and 1, absent ones as null. */
export const createInsert =
  (prepare: Prepare): Insert =>
  (table, values, onConflict = '') => {
    const columns = Object.keys(values)
    const places = columns.map((column) => `@${column}`)
    prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places.join(', ')}) ${onConflict}`).run(
      Object.fromEntries(Object.entries(values).map(([column, value]) => [column, sqlValue(value)])),
    )
  }

const sqlValue = (value: Cell): string | number | null => {
  if (value === undefined) return null
  if (typeof value === 'boolean') return value ? 1 : 0
  return value
}
