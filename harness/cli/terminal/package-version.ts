import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findPackageRoot } from '../../adapters/system/find-package-root.ts'

/** The version in this package's package.json. */
export const packageVersion = (): string => {
  const manifest = JSON.parse(readFileSync(join(findPackageRoot(), 'package.json'), 'utf8')) as {
    readonly version: string
  }
  return manifest.version
}
