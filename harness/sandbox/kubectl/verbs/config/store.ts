import { toYaml } from '../../format/yaml.ts'
import { configPaths } from '../../kubeconfig.ts'
import type { Session } from '../../session.ts'

/** The lists of a kubeconfig, and under which key their entries hold what is not their name. */
export const ENTRY_KEYS = { clusters: 'cluster', contexts: 'context', users: 'user' } as const
export type EntryList = keyof typeof ENTRY_KEYS

/** The file of the configuration that is written to. */
export const configFile = ({ environment, flags, path }: Session): string =>
  path(configPaths(environment, flags)[0] ?? '')

/** Writes it with some entries changed. */
export const store = async (session: Session, changes: Readonly<Record<string, unknown>>): Promise<void> => {
  await session.files.write(configFile(session), toYaml({ ...session.config.document, ...changes }))
}

/** What the entry of that name holds. @returns `undefined` without such an entry */
export const contentOf = ({ config }: Session, list: EntryList, name: string): Content | undefined => {
  const known = (config[list] as readonly Entry[]).find((entry) => entry.name === name)
  return known === undefined ? undefined : ((known[ENTRY_KEYS[list]] ?? {}) as Content)
}

/** Writes what the entry of that name holds, in its place, or behind the others. */
export const storeContent = (session: Session, list: EntryList, name: string, content: Content): Promise<void> => {
  const entries = session.config[list] as readonly Entry[]
  const known = entries.find((entry) => entry.name === name)
  const entry = { ...known, name, [ENTRY_KEYS[list]]: content }
  return store(session, {
    [list]: known === undefined ? [...entries, entry] : entries.map((one) => (one === known ? entry : one)),
  })
}

/** Writes the list without the entry of that name. */
export const removeEntry = (session: Session, list: EntryList, name: string): Promise<void> =>
  store(session, { [list]: (session.config[list] as readonly Entry[]).filter((entry) => entry.name !== name) })

type Content = Readonly<Record<string, unknown>>
type Entry = Content & { readonly name: string }
