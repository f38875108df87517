import { UsageError } from '../../domain/errors.ts'
import type { Fault } from '../../domain/fault.ts'
import { type Mode, ModeName } from '../../domain/mode.ts'
import { namedAmong } from './named-among.ts'
import { readProject } from './read-project.ts'

export interface NamedFault {
  /** Path below `faults/`, without ending. */
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
 * Reads the faults of this package: those that are named by path or by domain, or all.
 * @throws {UsageError} when a name leads nowhere
 */
export const readFaults = async (
  dependencies: { readonly warn: (line: string) => void },
  names: readonly string[] = [],
): Promise<FaultLibrary> => {
  const project = await readProject(dependencies)
  const all = [...project.faults].map(([path, fault]) => ({ path, fault }))
  return {
    faults: namedAmong(all, ({ path, fault }) => [path, fault.domain, fault.name], names),
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
