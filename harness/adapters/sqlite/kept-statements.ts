import type { Database, Statement } from 'better-sqlite3'

/** Gives the statement of a text, which is prepared once. */
export type Prepare = (sql: string) => Statement

/**
 * Databases and statements of this process, kept until it ends. With the headers of Node 24.21 a native object that is collected as garbage while
 * no JavaScript runs brings the process down ("RemoveEnvironmentCleanupHook … (env) != nullptr"), also long after its database was closed.
 */
const kept: object[] = []

/** For the same reason nothing here may use `database.pragma`, whose statements are its own. */
export const keepStatements = (database: Database): Prepare => {
  const statements = new Map<string, Statement>()
  kept.push(database, statements)
  return (sql) => {
    const statement = statements.get(sql) ?? database.prepare(sql)
    statements.set(sql, statement)
    return statement
  }
}
