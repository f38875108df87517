import type { Database } from 'better-sqlite3'

export type Cell = string | number | boolean | null | undefined
export type Values = Readonly<Record<string, Cell>>
export type Insert = (table: string, values: Values, onConflict?: string) => void

/** Inserts rows by column name; each statement is prepared once. Truth values are kept as 0 and 1, absent ones as null. */
export const createInsert = (database: Database): Insert => {
  const statements = new Map<string, ReturnType<Database['prepare']>>()
  return (table, values, onConflict = '') => {
    const columns = Object.keys(values)
    const key = [table, onConflict, ...columns].join(' ')
    const statement =
      statements.get(key) ??
      database.prepare(
        `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((column) => `@${column}`).join(', ')}) ${onConflict}`,
      )
    statements.set(key, statement)
    statement.run(Object.fromEntries(Object.entries(values).map(([column, value]) => [column, sqlValue(value)])))
  }
}

const sqlValue = (value: Cell): string | number | null => {
  if (value === undefined) return null
  if (typeof value === 'boolean') return value ? 1 : 0
  return value
}
