import { type Document, isMap, isNode, isScalar, isSeq, LineCounter, parseAllDocuments } from 'yaml'
import type { Problem } from './problem.ts'

/** The values of a file with the way back to its lines, or what is wrong with its syntax. */
export type ParsedYaml =
  | { readonly status: 'parsed'; readonly values: readonly unknown[]; readonly lineOf: LineOf }
  | { readonly status: 'broken'; readonly problems: readonly Problem[] }

/** The line of a key, from 1; of the nearest part above it where the key itself is not there. */
export type LineOf = (path: readonly PropertyKey[], documentIndex?: number) => number

const MAX_CHARACTERS = 8 * 1024 * 1024
const MAX_ALIASES = 100
/** Errors of syntax follow from each other: in a file that is no YAML there is one a line. */
const MAX_ERRORS = 5
const MAX_WORDS = 160

/** Reads YAML or JSON. Duplicate keys are errors, aliases are bounded, and so is the size. */
export const parseYaml = (file: string, text: string): ParsedYaml => {
  if (text.length > MAX_CHARACTERS)
    return broken(file, 1, `at most ${MAX_CHARACTERS / 1024 / 1024} MiB`, `${Math.ceil(text.length / 1024 / 1024)} MiB`)
  const lineCounter = new LineCounter()
  const lineAt = (offset: number): number => Math.max(1, lineCounter.linePos(offset).line)
  try {
    const parsed = parseAllDocuments(text, { lineCounter, uniqueKeys: true, prettyErrors: false })
    const documents = 'empty' in parsed ? [] : parsed
    const errors = documents.flatMap((document) => document.errors)
    if (errors.length > 0)
      return {
        status: 'broken',
        problems: errors
          .slice(0, MAX_ERRORS)
          .map((error) => problem(file, lineAt(error.pos[0]), 'YAML that can be read', words(error.message))),
      }
    if (documents.length === 0) return broken(file, 1, 'a document', 'an empty file')
    return {
      status: 'parsed',
      values: documents.map((document): unknown => document.toJS({ maxAliasCount: MAX_ALIASES })),
      lineOf: (path, index = 0) => lineAt(offsetOf(documents[index], path)),
    }
  } catch (error) {
    if (error instanceof ReferenceError)
      return broken(file, 1, `at most ${MAX_ALIASES} uses of an alias`, words(error.message))
    if (error instanceof RangeError) return broken(file, 1, 'a document of sensible depth', 'too many levels')
    throw error
  }
}

const problem = (file: string, line: number, expected: string, found: string): Problem => ({
  severity: 'error',
  file,
  line,
  key: '',
  expected,
  found,
  remedy: '',
})

const broken = (file: string, line: number, expected: string, found: string): ParsedYaml => ({
  status: 'broken',
  problems: [problem(file, line, expected, found)],
})

// The parser's sentences in the middle of ours.
const words = (message: string): string => {
  if (message === 'Map keys must be unique') return 'the same key twice'
  const text = message.charAt(0).toLowerCase() + message.slice(1)
  return text.length > MAX_WORDS ? `${text.slice(0, MAX_WORDS)}…` : text
}

function offsetOf(document: Document.Parsed | undefined, path: readonly PropertyKey[]): number {
  let node: unknown = document?.contents
  let offset = startOf(node) ?? 0
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => (isScalar(key) ? String(key.value) : String(key)) === String(part))
      if (pair === undefined) return offset
      offset = startOf(pair.key) ?? offset
      node = pair.value
    } else if (isSeq(node)) {
      const item = node.items[Number(part)]
      offset = startOf(item) ?? offset
      node = item
    } else return offset
  }
  return offset
}

const startOf = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined)
