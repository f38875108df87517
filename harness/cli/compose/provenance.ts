import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gitState } from './git-state.ts'
import type { ProjectFile } from './project-files.ts'

/** Where the rows of a sweep come from: no secrets, no paths, no names of machine or user. */
export const provenanceOf = async ({
  root,
  files,
  seeds,
  modelId,
}: {
  readonly root: string
  readonly files: readonly ProjectFile[]
  readonly seeds: readonly number[]
  readonly modelId: string | null
}): Promise<Readonly<Record<string, string>>> => {
  const [git, packages] = await Promise.all([gitState(root), packageVersions(root)])
  return {
    ...(git === null ? {} : { 'git.commit': git.commit, 'git.dirty': String(git.isDirty) }),
    ...packages,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    seeds: seeds.join(' '),
    ...(modelId === null ? {} : { model: modelId }),
    ...Object.fromEntries(files.map(({ path, digest }) => [`file.${path}`, digest])),
  }
}

interface Manifest {
  readonly name: string
  readonly version: string
  readonly dependencies?: Readonly<Record<string, string>>
}

/** This package and what it depends on, as installed. */
const packageVersions = async (root: string): Promise<Readonly<Record<string, string>>> => {
  const own = await manifestIn(root)
  const versions = await Promise.all(
    Object.entries(own.dependencies ?? {}).map(async ([name, wanted]) => {
      const version = await installedVersion(root, name)
      return [`package.${name}`, version ?? wanted] as const
    }),
  )
  return { [`package.${own.name}`]: own.version, ...Object.fromEntries(versions) }
}

const manifestIn = async (folder: string): Promise<Manifest> =>
  JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest

/** Null where it is installed elsewhere, as a dependency of another package; then its exact version stands in our manifest. */
const installedVersion = (root: string, name: string): Promise<string | null> =>
  manifestIn(join(root, 'node_modules', name)).then(
    ({ version }) => version,
    () => null,
  )
