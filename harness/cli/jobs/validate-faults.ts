import { join, relative } from 'node:path'
import { formatProblem, type Problem } from '../../adapters/yaml/problem.ts'
import { namedAmong } from '../compose/named-among.ts'
import { splitNames } from '../compose/named-files.ts'
import { nameBelow, yamlFilesBelow } from '../compose/project-files.ts'
import { projectRoot } from '../compose/read-project.ts'
import { readStrictly } from '../compose/read-strictly.ts'
import type { CommandContext } from '../terminal/context.ts'
import { exitCode, type ExitCode } from '../terminal/exit-code.ts'

/**
 * Says all that is wrong with faults, with files and lines: those of this package by path or domain, and any file by its name. One that
 * cannot be read does not keep the others from being looked at; the exit code is 2 then.
 */
export const validateFaults = async ({ printer }: CommandContext, names: readonly string[]): Promise<ExitCode> => {
  const root = projectRoot()
  const apps = (await yamlFilesBelow(root, 'tasks/apps')).map((file) => nameBelow('tasks/apps', file))
  const own = (await yamlFilesBelow(root, 'faults'))
    .filter(({ path }) => path !== 'faults/modes.yaml')
    .map((file) => ({ name: nameBelow('faults', file), file: relative('.', join(root, file.path)) }))
  const { files, known } = splitNames(names)
  const chosen =
    names.length > 0 && known.length === 0
      ? []
      : namedAmong(own, ({ name }) => [name, name.split('/')[0] ?? '', name.replace('/', '-')], known)
  const rows = await Promise.all(
    [...chosen, ...files.map((file) => ({ name: file, file }))].map(async ({ name, file }) => {
      const { problems, isRead } = await look(file, apps)
      return { fault: name, valid: problems.every(({ severity }) => severity === 'warning'), problems, isRead }
    }),
  )
  const isValid = rows.every(({ valid }) => valid)
  printer.result({
    json: () => ({ valid: isValid, faults: rows.map(({ fault, valid, problems }) => ({ fault, valid, problems })) }),
    text: (paint) =>
      rows
        .flatMap(({ fault, valid, problems }) => [
          `${valid ? paint.good('valid  ') : paint.bad('INVALID')} ${fault}`,
          ...problems.map((problem) => `        ${formatProblem(problem)}`),
        ])
        .join('\n'),
  })
  if (isValid) return exitCode.done
  return rows.every(({ isRead }) => isRead) ? exitCode.failed : exitCode.wrongUse
}

const look = async (
  file: string,
  apps: readonly string[],
): Promise<{ readonly problems: readonly Problem[]; readonly isRead: boolean }> => {
  const { kind, problems, isRead } = await readStrictly(file, apps)
  if (kind === null || kind === 'fault') return { problems, isRead }
  const other: Problem = {
    severity: 'error',
    file,
    line: 1,
    key: '',
    expected: 'a fault',
    found: `a ${kind}`,
    remedy: '',
  }
  return { problems: [other], isRead }
}
