import { readFile } from 'node:fs/promises'
import { UsageError } from '../../domain/errors.ts'
import type { SkillLinter } from '../../ports/skill-linter.ts'
import { decodeText } from './decode-text.ts'
import type { DocumentKind, DocumentValue } from './document-kinds.ts'
import { type LoadedDocument, parseDocument } from './parse-document.ts'
import { formatProblem, type Problem } from './problem.ts'

export interface LoadedFile extends LoadedDocument {
  /** Whether there was a file that could be read, whatever is in it. */
  readonly isRead: boolean
}

/** Reads a document of any kind from a file, old format or new; what is wrong with it, or with reading it, is in `problems`. */
export const loadDocument = async (linter: SkillLinter, file: string): Promise<LoadedFile> => {
  const read = await readText(file)
  if (read.status === 'text') return { ...parseDocument(linter, file, read.text), isRead: true }
  const isRead = read.status === 'no text'
  return { file, kind: null, document: null, hidden: {}, problems: [read.problem], isRead }
}

/**
 * The value of a loaded document of one kind.
 * @throws {UsageError} with every error of the file, or when it is of another kind
 */
export const requireDocument = <K extends DocumentKind>(loaded: LoadedDocument, kind: K): DocumentValue<K> => {
  const errors = loaded.problems.filter(({ severity }) => severity === 'error')
  if (errors.length > 0) throw new UsageError(errors.map(formatProblem).join('\n'))
  if (loaded.document?.kind !== kind)
    throw new UsageError(`${loaded.file}: expected a ${kind}, found a ${loaded.kind ?? 'document'}`)
  return loaded.document.value as DocumentValue<K>
}

type ReadText =
  | { readonly status: 'text'; readonly text: string }
  | { readonly status: 'no text' | 'unreadable'; readonly problem: Problem }

const readText = async (file: string): Promise<ReadText> => {
  try {
    const decoded = decodeText(await readFile(file))
    return decoded.status === 'text'
      ? decoded
      : { status: 'no text', problem: problemOf(file, 'a text file in UTF-8', decoded) }
  } catch (error) {
    return { status: 'unreadable', problem: problemOf(file, 'a file that can be read', reasonOf(error)) }
  }
}

const problemOf = (
  file: string,
  expected: string,
  { found, remedy }: { readonly found: string; readonly remedy: string },
): Problem => ({ severity: 'error', file, line: null, key: '', expected, found, remedy })

const reasonOf = (error: unknown): { readonly found: string; readonly remedy: string } => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOENT') return { found: 'none', remedy: 'check the path' }
  if (code === 'ENOTDIR') return { found: 'a file where its folder should be', remedy: 'check the path' }
  if (code === 'EISDIR') return { found: 'a folder', remedy: 'name the files in it' }
  if (code === 'EACCES') return { found: 'no permission', remedy: 'make it readable for this user' }
  return { found: String(error), remedy: '' }
}
