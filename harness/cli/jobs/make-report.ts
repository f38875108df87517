import { existsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { writeReport } from '../../../analysis/report/write-report.ts'
import { analyse } from '../../../analysis/summary/analyse.ts'
import type { ReportModel } from '../../../analysis/summary/report-model.ts'
import { methodTable } from '../../../analysis/tables/method-table.ts'
import { UsageError } from '../../domain/errors.ts'
import type { Store } from '../../ports/store.ts'
import { openStore } from '../compose/open-store.ts'
import { STORE_FILE } from '../compose/results-folder.ts'
import { sweepsIn } from '../compose/sweeps-in.ts'
import { voidTrials } from '../compose/void-trials.ts'
import type { CommandContext } from '../terminal/context.ts'
import { describeFileError } from '../terminal/describe-file-error.ts'
import { exitCode, type ExitCode } from '../terminal/exit-code.ts'
import { drawTable } from '../terminal/draw-table.ts'
import type { Paint } from '../terminal/paint.ts'

/** Makes the report of a store anew. */
export const reportAgain = async (context: CommandContext, given: string): Promise<ExitCode> => {
  const path = storeFile(given)
  const store = openStore(path)
  try {
    const [sweepId, ...others] = sweepsIn(store)
    if (sweepId === undefined) throw new UsageError(`${path}: holds no sweep`)
    if (others.length > 0)
      throw new UsageError(
        `${path}: holds the sweeps ${[sweepId, ...others].join(', ')}; expected one sweep in a store`,
      )
    const voids = voidTrials(store, sweepId)
    await makeReport(context, { store, sweepId, folder: dirname(path), extra: { voids } })
    return voids.length === 0 ? exitCode.done : exitCode.failed
  } finally {
    store.close()
  }
}

/** Analyses the rows of a sweep, writes the report into the folder, and prints the method table and the paths. */
export const makeReport = async (
  { io, printer }: CommandContext,
  {
    store,
    sweepId,
    folder,
    extra,
  }: {
    readonly store: Store
    readonly sweepId: string
    readonly folder: string
    /** Said in the JSON beside the results. */
    readonly extra: Readonly<Record<string, unknown>>
  },
): Promise<void> => {
  const model = analyse(store, { sweepId, fallbacks: 'exclude' })
  warnOfMissing(model, printer.log)
  const written = await writeInto(folder, model)
  const files = [STORE_FILE, ...written].map((file) => join(folder, file))
  const table = drawTable(methodTable(model), io.stdout.isTTY ? io.stdout.columns : io.stderr.columns)
  // Where stdout takes JSON, a person still sees the table, in the log.
  if (printer.wantsJson) printer.log(table)
  printer.result({
    json: () => ({ sweep: sweepId, mode: model.design.mode, methods: methodsOf(model), ...extra, files }),
    text: (paint) => `${table}\n${pathsOf(folder, written, paint)}`,
  })
}

const writeInto = async (folder: string, model: ReportModel): Promise<readonly string[]> => {
  try {
    return await writeReport(model, folder)
  } catch (cause) {
    if (!(cause instanceof Error && 'syscall' in cause)) throw cause
    throw new UsageError(
      `${folder}: the report cannot be written: ${describeFileError(cause)}; make the folder writable, or copy ${STORE_FILE} to another one and run npx opsskill report there`,
      { cause },
    )
  }
}

// Numbers of an unfinished sweep look like those of a finished one.
const warnOfMissing = ({ methods }: ReportModel, warn: (line: string) => void): void => {
  const planned = methods.reduce((sum, { coverage }) => sum + coverage.planned, 0)
  const judged = methods.reduce((sum, { coverage }) => sum + coverage.judged, 0)
  if (judged < planned)
    warn(`warning: ${planned - judged} of ${planned} trials have no result that counts; every number leaves them out`)
}

const methodsOf = ({ methods }: ReportModel) =>
  methods.map(({ name, title, coverage, estimates }) => ({ name, title, coverage, estimates }))

/** One line for each kind of file. */
const pathsOf = (folder: string, written: readonly string[], paint: Paint): string => {
  const groups = new Map<string, string[]>()
  for (const file of written) {
    const group = dirname(file)
    groups.set(group, [...(groups.get(group) ?? []), file])
  }
  const singles = [STORE_FILE, ...(groups.get('.') ?? [])]
  const folders = [...groups].filter(([group]) => group !== '.')
  return [
    ...singles.map((file) => join(folder, file)),
    ...folders.map(([group, files]) => {
      const names = [...new Set(files.map((file) => file.slice(group.length + 1).replace(/\.[^.]+$/, '')))]
      const endings = [...new Set(files.map((file) => file.replace(/^.*\./, '')))]
      return `${join(folder, group)}/{${names.join(',')}}.{${endings.join(',')}}`
    }),
  ]
    .map((line) => paint.strong(line))
    .join('\n')
}

const storeFile = (given: string): string => {
  const path = existsSync(given) && statSync(given).isDirectory() ? join(given, STORE_FILE) : given
  if (!existsSync(path))
    throw new UsageError(
      `${path}: there is no store; run npx opsskill pilot first, or name a store.sqlite or its folder`,
    )
  return path
}
