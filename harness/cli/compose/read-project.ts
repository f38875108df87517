import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findPackageRoot } from '../../adapters/system/find-package-root.ts'
import { UsageError } from '../../domain/errors.ts'
import type { Fault } from '../../domain/fault.ts'
import { type Method, type MethodFile, resolveMethod } from '../../domain/method.ts'
import type { Modes } from '../../domain/mode.ts'
import { readDocument } from './documents.ts'
import { nameBelow, type ProjectFile, yamlFilesBelow } from './project-files.ts'

/** What experiments are made of, as it lies in this package. */
export interface Project {
  readonly root: string
  readonly methods: readonly Method[]
  /** By path below `faults/`, without ending. */
  readonly faults: ReadonlyMap<string, Fault>
  /** App manifests by name, with their placeholders. */
  readonly apps: ReadonlyMap<string, string>
  readonly modes: Modes['modes']
  /** Every file that was read, for the provenance. */
  readonly files: readonly ProjectFile[]
}

type Warn = { readonly warn: (line: string) => void }

export const projectRoot = (): string => findPackageRoot()

/** @throws {UsageError} with what is wrong, when a file of the project is not as it should be */
export const readProject = async (dependencies: Warn): Promise<Project> => {
  const root = projectRoot()
  const [methodFiles, allFaultFiles, appFiles] = await Promise.all(
    ['baselines/methods', 'faults', 'tasks/apps'].map((folder) => yamlFilesBelow(root, folder)),
  )
  const faultFiles = allFaultFiles?.filter(({ path }) => path !== MODES) ?? []
  const [methods, faults, apps, { modes }] = await Promise.all([
    Promise.all((methodFiles ?? []).map(({ path }) => readDocument(dependencies, join(root, path), 'method'))),
    Promise.all(
      faultFiles.map(
        async (file) =>
          [nameBelow('faults', file), await readDocument(dependencies, join(root, file.path), 'fault')] as const,
      ),
    ),
    Promise.all(
      (appFiles ?? []).map(
        async (file) => [nameBelow('tasks/apps', file), await readFile(join(root, file.path), 'utf8')] as const,
      ),
    ),
    readDocument(dependencies, join(root, MODES), 'modes'),
  ])
  return {
    root,
    methods: resolveMethods(methods),
    faults: new Map(faults),
    apps: new Map(apps),
    modes,
    files: [...(methodFiles ?? []), ...(allFaultFiles ?? []), ...(appFiles ?? [])],
  }
}

const MODES = 'faults/modes.yaml'

const resolveMethods = (files: readonly MethodFile[]): readonly Method[] => {
  const resolve = (file: MethodFile, above: readonly string[]): Method => {
    if (above.includes(file.name))
      throw new UsageError(`method ${file.name}: extends itself, by way of ${above.join(', ')}`)
    const base = files.find(({ name }) => name === file.extends)
    if (file.extends !== undefined && base === undefined)
      throw new UsageError(`method ${file.name}: extends ${file.extends}, which is not in baselines/methods/`)
    return resolveMethod(file, base === undefined ? undefined : resolve(base, [...above, file.name]))
  }
  return files.map((file) => resolve(file, []))
}
