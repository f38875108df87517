import { first } from './001-first.ts'
import { windows } from './002-windows.ts'
import { namespace } from './003-namespace.ts'
import { rights } from './004-rights.ts'

/** The schema's history, oldest first. Entry n leads from version n to n + 1; an entry that was released is never edited. */
export const migrations: readonly string[] = [first, windows, namespace, rights]
