import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** A generated file: path below the report's directory, with `/` between parts. */
export type GeneratedFile = { readonly path: string; readonly content: string | Uint8Array }

/** Writes generated files below a directory, in place of older ones. */
export const writeFiles = (directory: string, files: readonly GeneratedFile[]): void => {
  for (const { path, content } of files) {
    const target = join(directory, path)
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, content)
  }
}
