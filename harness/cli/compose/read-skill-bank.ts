import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { UsageError } from '../../domain/errors.ts'
import type { Skill } from '../../domain/skill.ts'
import { requireDocument } from '../../adapters/yaml/load-document.ts'
import { readAnyDocument, readDocument } from './documents.ts'
import { type ProjectFile, yamlFilesBelow } from './project-files.ts'
import { sha256 } from '../../adapters/system/sha256.ts'

export interface SkillBank {
  readonly skills: readonly Skill[]
  readonly files: readonly ProjectFile[]
  /** Of all skill files together. */
  readonly digest: string
}

/**
 * Every skill below a folder, in the order of their paths; files that are something else are left out.
 * @throws {UsageError} when there is no skill, or one of them has errors
 */
export const readSkillBank = async (
  dependencies: { readonly warn: (line: string) => void },
  root: string,
  folder: string,
): Promise<SkillBank> => {
  if (!existsSync(join(root, folder))) throw new UsageError(`${join(root, folder)}: there is no such folder`)
  const files = await yamlFilesBelow(root, folder)
  const found = await Promise.all(
    files.map(async (file) => {
      const path = join(root, file.path)
      const loaded = await readAnyDocument(path)
      // A file that is something else is left out; one that nobody can read is not.
      if (loaded.kind === null && loaded.problems.some(({ line }) => line === null)) requireDocument(loaded, 'skill')
      if (loaded.kind !== 'skill') return []
      return [{ file, skill: await readDocument(dependencies, path, 'skill') }]
    }),
  )
  const bank = found.flat()
  if (bank.length === 0) throw new UsageError(`${join(root, folder)}: holds no skill`)
  return {
    skills: bank.map(({ skill }) => skill),
    files: bank.map(({ file }) => file),
    digest: sha256(bank.map(({ file }) => `${file.path} ${file.digest}\n`).join('')),
  }
}
