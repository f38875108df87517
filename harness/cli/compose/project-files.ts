import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256 } from '../../adapters/system/sha256.ts'

/** A file of the project, named by its path below the root, with `/`. */
export interface ProjectFile {
  readonly path: string
  readonly digest: string
}

/** The YAML files below a folder of the project, in the order of their paths. */
export const yamlFilesBelow = async (root: string, folder: string): Promise<readonly ProjectFile[]> => {
  const names = await readdir(join(root, folder), { recursive: true })
  const paths = names
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .toSorted()
  return Promise.all(paths.map(async (path) => ({ path, digest: sha256(await readFile(join(root, path))) })))
}

/** `faults/stress/cpu.yaml` below `faults` → `stress/cpu`. */
export const nameBelow = (folder: string, { path }: ProjectFile): string =>
  path.slice(folder.length + 1).replace(/\.ya?ml$/, '')
