import { join, relative } from 'node:path'
import { formatProblem, type Problem } from '../../adapters/yaml/problem.ts'
import { namedAmong } from '../compose/named-among.ts'
import { nameBelow, yamlFilesBelow } from '../compose/project-files.ts'
import { projectRoot } from '../compose/read-project.ts'
import { readStrictly } from '../compose/read-strictly.ts'
import type { CommandContext } from '../terminal/context.ts'
import { exitCode, type ExitCode } from '../terminal/exit-code.ts'

/**
 * Says all that is wrong with faults, with files and lines: those of this package by path or domain, and any file by its name. One that
 * cannot be read does not keep the others from being looked at.
 */
export const validateFaults = async ({ printer }: CommandContext, names: readonly string[]): Promise<ExitCode> => {
  const root = projectRoot()
  const apps = (await yamlFilesBelow(root, 'tasks/apps')).map((file) => nameBelow('tasks/apps', file))
  const own = (await yamlFilesBelow(root, 'faults'))
    .filter(({ path }) => path !== 'faults/modes.yaml')
    .map((file) => ({ name: nameBelow('faults', file), file: relative('.', join(root, file.path)) }))
  const files = names.filter((name) => /\.(?:ya?ml|json)$/.test(name))
  const chosen = names.filter((name) => !files.includes(name))
  const known =
    names.length > 0 && chosen.length === 0
      ? []
      : namedAmong(own, ({ name }) => [name, name.split('/')[0] ?? '', name.replace('/', '-')], chosen)
  const rows = await Promise.all(
    [...known, ...files.map((file) => ({ name: file, file }))].map(async ({ name, file }) => {
      const problems = await problemsOf(file, apps)
      return { fault: name, valid: problems.every(({ severity }) => severity === 'warning'), problems }
    }),
  )
  const isValid = rows.every(({ valid }) => valid)
  printer.result({
    json: () => ({ valid: isValid, faults: rows }),
    text: (paint) =>
      rows
        .flatMap(({ fault, valid, problems }) => [
          `${valid ? paint.good('valid  ') : paint.bad('INVALID')} ${fault}`,
          ...problems.map((problem) => `        ${formatProblem(problem)}`),
        ])
        .join('\n'),
  })
  return isValid ? exitCode.done : exitCode.failed
}

const problemsOf = async (file: string, apps: readonly string[]): Promise<readonly Problem[]> => {
  const { kind, problems } = await readStrictly(file, apps)
  const isOther = kind !== null && kind !== 'fault'
  return isOther
    ? [{ severity: 'error', file, line: 1, key: '', expected: 'a fault', found: `a ${kind}`, remedy: '' }]
    : problems
}
