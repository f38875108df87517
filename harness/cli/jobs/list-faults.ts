import { stringify } from 'yaml'
import { UsageError } from '../../domain/errors.ts'
import { drawList } from '../terminal/draw-list.ts'
import { faultTable } from '../terminal/fault-table.ts'
import { readFaults } from '../compose/read-faults.ts'
import type { CommandContext } from '../terminal/context.ts'
import { exitCode, type ExitCode } from '../terminal/exit-code.ts'

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
      drawList(
        faults.map(({ path, fault: { app, description } }) => ({ name: path, group: app, text: description })),
        paint,
        io.stdout.columns,
      ),
  })
  return exitCode.done
}

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
