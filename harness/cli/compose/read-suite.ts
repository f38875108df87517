import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { sha256 } from '../../adapters/system/sha256.ts'
import { UsageError } from '../../domain/errors.ts'
import type { TaskInstance } from '../../domain/task.ts'
import { readFile } from 'node:fs/promises'
import { readDocument } from './documents.ts'
import { nameBelow, type ProjectFile, yamlFilesBelow } from './project-files.ts'

export interface Suite {
  readonly tasks: readonly TaskInstance[]
  readonly files: readonly ProjectFile[]
}

/**
 * The tasks of a suite: one below `tasks/suites/` by its name, or a file of the user's (`./mine.yaml`, seen from the file that names it).
 * @throws {UsageError} when there is no such suite or task
 */
export const readSuite = async (
  { root, warn }: { readonly root: string; readonly warn: (line: string) => void },
  suite: string,
  namedIn?: string,
): Promise<Suite> => {
  const file = await suiteFile(root, suite, namedIn)
  const { tasks: paths } = await readDocument({ warn }, file, 'suite')
  const tasks = await Promise.all(
    paths.map(async (path) => {
      const taskFile = join(root, 'tasks', `${path}.yaml`)
      if (!existsSync(taskFile)) throw new UsageError(`${file}: there is no task ${path} below tasks/`)
      const task = await readDocument({ warn }, taskFile, 'task')
      return { task, file: { path: `tasks/${path}.yaml`, digest: sha256(await readFile(taskFile)) } }
    }),
  )
  return { tasks: tasks.map(({ task }) => task), files: tasks.map((each) => each.file) }
}

const suiteFile = async (root: string, suite: string, namedIn: string | undefined): Promise<string> => {
  if (/\.ya?ml$/.test(suite)) return resolve(namedIn === undefined ? '.' : dirname(namedIn), suite)
  const file = join(root, 'tasks/suites', `${suite}.yaml`)
  if (existsSync(file)) return file
  const names = (await yamlFilesBelow(root, 'tasks/suites')).map((each) => nameBelow('tasks/suites', each))
  throw new UsageError(`there is no suite ${suite}; there are ${names.join(', ')}, or name a file that ends in .yaml`)
}
