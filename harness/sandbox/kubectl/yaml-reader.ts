import { parse, parseAllDocuments } from 'yaml'
import type { Document } from 'yaml'

/** Reads YAML texts and remembers the latest: kubectl reads the same configuration and the same manifests over and over. */
export interface YamlReader {
  /** The value of a one-document text. What is handed out is shared: readers do not change it. @throws {YAMLParseError} */
  readonly value: (text: string) => unknown
  /** The documents of a manifest, by the rules of YAML 1.1 with merge keys; errors are theirs to carry. */
  readonly documents: (text: string) => readonly YamlDocument[]
}

export interface YamlDocument {
  readonly errors: Document.Parsed['errors']
  /** The plain value, made anew each time. */
  readonly toJS: () => unknown
}

/** Texts that are remembered of each sort. */
const REMEMBERED = 64

export const createYamlReader = (): YamlReader => ({
  value: remembering(parse as (text: string) => unknown),
  documents: remembering((text) => [...parseAllDocuments(text, { version: '1.1', merge: true })]),
})

/** The oldest text is forgotten first. */
const remembering = <T>(read: (text: string) => T): ((text: string) => T) => {
  const known = new Map<string, T>()
  return (text) => {
    const found = known.get(text)
    if (found !== undefined) return found
    const value = read(text)
    const [oldest] = known.keys()
    if (known.size >= REMEMBERED && oldest !== undefined) known.delete(oldest)
    known.set(text, value)
    return value
  }
}
