import { requireDocument } from '../../adapters/yaml/load-document.ts'
import { formatProblem } from '../../adapters/yaml/problem.ts'
import type { TaskCard } from '../../domain/task.ts'
import { readAnyDocument } from './documents.ts'

/**
 * The card of a task card's file, or of a task instance: what a method may see of it.
 * @throws {UsageError} when the file is neither, or has errors
 */
export const readCard = async (
  { warn }: { readonly warn: (line: string) => void },
  file: string,
): Promise<TaskCard> => {
  const loaded = await readAnyDocument(file)
  const card = loaded.kind === 'task' ? requireDocument(loaded, 'task').card : requireDocument(loaded, 'task-card')
  for (const problem of loaded.problems) warn(formatProblem(problem))
  return card
}
