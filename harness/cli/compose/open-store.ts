import { openStore as openSqliteStore } from '../../adapters/sqlite/open-store.ts'
import type { Store } from '../../ports/store.ts'

/** The store of observations in a file; `:memory:` keeps nothing. */
export const openStore = (path: string): Store => openSqliteStore({ path })
