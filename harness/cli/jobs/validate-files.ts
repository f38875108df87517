import { formatProblem } from '../../adapters/yaml/problem.ts'
import { readStrictly } from '../compose/read-strictly.ts'
import type { CommandContext } from '../terminal/context.ts'
import { exitCode, type ExitCode } from '../terminal/exit-code.ts'

/** Says of each file what it is and what is wrong with it; exit code 1 where one has errors, 2 where one is not there. */
export const validateFiles = async ({ printer }: CommandContext, files: readonly string[]): Promise<ExitCode> => {
  const loaded = await Promise.all(files.map((file) => readStrictly(file)))
  const verdicts = loaded.map(({ file, kind, problems }) => ({
    file,
    kind,
    valid: problems.every(({ severity }) => severity === 'warning'),
    problems,
  }))
  const isValid = verdicts.every(({ valid }) => valid)
  printer.result({
    json: () => ({ valid: isValid, files: verdicts }),
    text: (paint) =>
      verdicts
        .flatMap(({ file, kind, valid, problems }) => [
          `${valid ? paint.good('valid  ') : paint.bad('INVALID')} ${file}${kind === null ? '' : ` (${kind})`}`,
          ...problems.map((problem) => `        ${formatProblem(problem)}`),
        ])
        .join('\n'),
  })
  if (isValid) return exitCode.done
  return loaded.every(({ isRead }) => isRead) ? exitCode.failed : exitCode.wrongUse
}
