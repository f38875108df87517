import { stringify } from 'yaml'
import { UsageError } from '../../domain/errors.ts'
import { faultTable } from '../terminal/fault-table.ts'
import { type NamedFault, readFaults } from '../compose/read-faults.ts'
import type { CommandContext } from '../terminal/context.ts'
import { exitCode, type ExitCode } from '../terminal/exit-code.ts'
import type { Paint } from '../terminal/paint.ts'
import { wrapText } from '../terminal/wrap-text.ts'

/** One line for each fault. */
export const listFaults = async ({ io, printer }: CommandContext, names: readonly string[]): Promise<ExitCode> => {
  const { faults } = await readFaults({ warn: printer.log }, names)
  printer.result({
    json: () => ({
      faults: faults.map(({ path, fault: { domain, app, lifetime, description, repair } }) => ({
        path,
        domain,
        app,
        lifetime,
        description,
        repair,
      })),
    }),
    text: (paint) =>
      io.stdout.columns >= WIDE
        ? inColumns(faults, paint, io.stdout.columns)
        : inBlocks(faults, paint, io.stdout.columns),
  })
  return exitCode.done
}

/** From this width on there is room for a description beside a name. */
const WIDE = 100

const inColumns = (faults: readonly NamedFault[], paint: Paint, columns: number): string => {
  const width = Math.max(...faults.map(({ path }) => path.length))
  const indent = width + 12
  return faults
    .map(({ path, fault }) => {
      const lines = wrapText(fault.description, columns - indent).join(`\n${' '.repeat(indent)}`)
      return `${paint.strong(path.padEnd(width))}  ${fault.app.padEnd(8)}  ${lines}`
    })
    .join('\n')
}

const inBlocks = (faults: readonly NamedFault[], paint: Paint, columns: number): string =>
  faults
    .map(({ path, fault }) => {
      const lines = wrapText(fault.description, columns - 2).join('\n  ')
      return `${paint.strong(path)} (${fault.app})\n  ${lines}`
    })
    .join('\n')

/** The table of all faults, as `faults/README.md` holds it. */
export const printFaultTable = async ({ io, printer }: CommandContext): Promise<ExitCode> => {
  io.stdout.write(faultTable((await readFaults({ warn: printer.log })).faults))
  return exitCode.done
}

/** A whole fault, as its file has it. */
export const showFaultFile = async ({ printer }: CommandContext, name: string): Promise<ExitCode> => {
  const { faults } = await readFaults({ warn: printer.log }, [name])
  const [found, ...others] = faults
  if (found === undefined || others.length > 0)
    throw new UsageError(
      `${name} names ${faults.length} faults; name one: ${faults.map(({ path }) => path).join(', ')}`,
    )
  printer.result({ json: () => found, text: () => stringify(found.fault, { lineWidth: 110 }).trimEnd() })
  return exitCode.done
}
