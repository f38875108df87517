import { readFile } from 'node:fs/promises'
import { UsageError } from '../../domain/errors.ts'
import type { SkillLinter } from '../../ports/skill-linter.ts'
import type { DocumentKind, DocumentValue } from './document-kinds.ts'
import { type LoadedDocument, parseDocument } from './parse-document.ts'
import { formatProblem } from './problem.ts'

/**
 * Reads a document of any kind from a file, old format or new; what is wrong with it is in `problems`.
 * @throws {UsageError} when the file cannot be read
 */
export const loadDocument = async (linter: SkillLinter, file: string): Promise<LoadedDocument> => {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new UsageError(`${file}: expected a file that can be read, found ${reasonOf(cause)}`, { cause })
  })
  return parseDocument(linter, file, text)
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

const reasonOf = (cause: unknown): string => {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  if (code === 'ENOENT') return 'none'
  if (code === 'EISDIR') return 'a folder'
  return code === 'EACCES' ? 'no permission' : String(cause)
}
