import type { DocumentKind, DocumentValue } from '../../adapters/yaml/document-kinds.ts'
import { loadDocument, requireDocument } from '../../adapters/yaml/load-document.ts'
import type { LoadedDocument } from '../../adapters/yaml/parse-document.ts'
import { formatProblem } from '../../adapters/yaml/problem.ts'
import { lintChecks, lintSkill } from '../../policy/lint-skill.ts'
import type { SkillLinter } from '../../ports/skill-linter.ts'

export const linter: SkillLinter = { lintSkill, lintChecks }

/** Reads a file of any kind; what is wrong with it is told, not thrown. */
export const readAnyDocument = (file: string): Promise<LoadedDocument> => loadDocument(linter, file)

/**
 * Reads a file of one kind; its warnings go to `warn`.
 * @throws {UsageError} with every error of the file, or when it is of another kind
 */
export const readDocument = async <K extends DocumentKind>(
  { warn }: { readonly warn: (line: string) => void },
  file: string,
  kind: K,
): Promise<DocumentValue<K>> => {
  const loaded = await readAnyDocument(file)
  const value = requireDocument(loaded, kind)
  for (const problem of loaded.problems) warn(formatProblem(problem))
  return value
}
