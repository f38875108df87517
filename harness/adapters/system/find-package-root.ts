import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * The folder of this package, found upwards from a file's own folder; the same from the sources and from the built files.
 * @throws when no package.json of the name `opsskill` lies above
 */
export const findPackageRoot = (from: string = import.meta.dirname): string => {
  for (let folder = from; ; folder = dirname(folder)) {
    if (isPackageRoot(folder)) return folder
    if (dirname(folder) === folder) throw new Error(`no package.json of opsskill lies above ${from}`)
  }
}

const isPackageRoot = (folder: string): boolean => {
  const path = join(folder, 'package.json')
  if (!existsSync(path)) return false
  const manifest: unknown = JSON.parse(readFileSync(path, 'utf8'))
  return typeof manifest === 'object' && manifest !== null && 'name' in manifest && manifest.name === 'opsskill'
}
