import { requireDocument } from '../../adapters/yaml/load-document.ts'
import { formatProblem } from '../../adapters/yaml/problem.ts'
import { UsageError } from '../../domain/errors.ts'
import type { Fault } from '../../domain/fault.ts'
import { type Mode, ModeName } from '../../domain/mode.ts'
import { namedAmong } from './named-among.ts'
import { splitNames } from './named-files.ts'
import { readStrictly } from './read-strictly.ts'
import { readProject } from './read-project.ts'

export interface NamedFault {
  /** Path below `faults/`, without ending; of a file of one's own, its name. */
  readonly path: string
  readonly fault: Fault
}

export interface FaultLibrary {
  readonly faults: readonly NamedFault[]
  readonly modes: readonly { readonly modeName: ModeName; readonly mode: Mode }[]
  /** Manifests of the app on which a fault is tried. */
  readonly appOf: (fault: Fault) => string
}

/**
 * Reads faults: those of this package that are named by path or by domain, or all, and any file by its name.
 * @throws {UsageError} when a name leads nowhere, or with all that is wrong with a file
 */
export const readFaults = async (
  dependencies: { readonly warn: (line: string) => void },
  names: readonly string[] = [],
): Promise<FaultLibrary> => {
  const project = await readProject(dependencies)
  const { files, known } = splitNames(names)
  const all = [...project.faults].map(([path, fault]) => ({ path, fault }))
  const own = await Promise.all(
    files.map(async (path) => ({ path, fault: await readFaultFile(dependencies, path, [...project.apps.keys()]) })),
  )
  const isOwnOnly = files.length > 0 && known.length === 0
  return {
    faults: [
      ...(isOwnOnly ? [] : namedAmong(all, ({ path, fault }) => [path, fault.domain, fault.name], known)),
      ...own,
    ],
    modes: ModeName.options.flatMap((modeName) => {
      const mode = project.modes[modeName]
      return mode === undefined ? [] : [{ modeName, mode }]
    }),
    appOf: ({ name, app }) => {
      const manifests = project.apps.get(app)
      if (manifests === undefined) throw new UsageError(`fault ${name}: there is no app ${app} in tasks/apps/`)
      return manifests
    },
  }
}

const readFaultFile = async (
  { warn }: { readonly warn: (line: string) => void },
  file: string,
  apps: readonly string[],
): Promise<Fault> => {
  const loaded = await readStrictly(file, apps)
  const fault = requireDocument(loaded, 'fault')
  for (const problem of loaded.problems) warn(formatProblem(problem))
  return fault
}
