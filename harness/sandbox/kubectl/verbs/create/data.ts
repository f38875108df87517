import { failure } from '../../errors.ts'
import type { FlagSpecs } from '../../flags/types.ts'
import type { Session } from '../../session.ts'

/** Flags that fill a ConfigMap or a Secret. */
export const DATA_FLAGS = {
  'append-hash': { type: 'bool' },
  'from-env-file': { type: 'strings' },
  'from-file': { type: 'strings' },
  'from-literal': { type: 'array' },
} as const satisfies FlagSpecs

/** The keys and values that the flags name. @throws {KubectlError} */
export const dataFrom = async (session: Session): Promise<Readonly<Record<string, string>>> => {
  const { flags } = session
  const data: Record<string, string> = {}
  const set = (key: string, value: string): void => {
    if (Object.hasOwn(data, key))
      throw failure(`cannot add key "${key}", another key by that name already exists in Data`)
    data[key] = value
  }
  for (const source of flags.list('from-file')) await addFile(session, source, set)
  for (const literal of flags.list('from-literal')) {
    const at = literal.indexOf('=')
    if (at < 1) throw failure(`invalid literal source ${literal}, expected key=value`)
    set(literal.slice(0, at), literal.slice(at + 1))
  }
  for (const path of flags.list('from-env-file')) {
    for (const line of (await textOf(session, path)).split('\n')) {
      const trimmed = line.trimStart()
      if (trimmed === '' || trimmed.startsWith('#')) continue
      const [key = '', ...rest] = trimmed.split('=')
      set(key, rest.join('='))
    }
  }
  return data
}

const addFile = async (session: Session, source: string, set: (key: string, value: string) => void): Promise<void> => {
  const at = source.indexOf('=')
  const path = at < 0 ? source : source.slice(at + 1)
  const names = await session.files.list(session.path(path))
  if (names === undefined) {
    set(at < 0 ? (path.split('/').at(-1) ?? path) : source.slice(0, at), await textOf(session, path))
    return
  }
  for (const name of names) {
    const text = await session.files.read(session.path(`${path}/${name}`))
    if (text !== undefined) set(name, text)
  }
}

const textOf = async (session: Session, path: string): Promise<string> => {
  const text = await session.files.read(session.path(path))
  if (text === undefined) throw failure(`error reading ${path}: no such file or directory`)
  return text
}
