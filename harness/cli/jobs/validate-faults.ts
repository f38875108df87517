import { lintFault } from '../../pipeline/lint-fault.ts'
import { readFaults } from '../compose/read-faults.ts'
import type { CommandContext } from '../terminal/context.ts'
import { exitCode, type ExitCode } from '../terminal/exit-code.ts'

/** Says what is wrong with the faults of this package, beyond what their schema says when they are read. */
export const validateFaults = async ({ printer }: CommandContext, names: readonly string[]): Promise<ExitCode> => {
  const { faults, appOf } = await readFaults({ warn: printer.log }, names)
  const rows = faults.map(({ path, fault }) => {
    appOf(fault)
    return { fault: path, problems: lintFault(fault) }
  })
  const isValid = rows.every(({ problems }) => problems.length === 0)
  printer.result({
    json: () => ({ valid: isValid, faults: rows }),
    text: (paint) =>
      rows
        .flatMap(({ fault, problems }) => [
          `${problems.length === 0 ? paint.good('valid  ') : paint.bad('INVALID')} ${fault}`,
          ...problems.map((problem) => `        ${problem}`),
        ])
        .join('\n'),
  })
  return isValid ? exitCode.done : exitCode.failed
}
