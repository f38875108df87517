import { accessSync, constants } from 'node:fs'
import { delimiter, isAbsolute, join, resolve } from 'node:path'
import { UsageError } from '../../domain/errors.ts'

/** Where a program is: a path as it is given, or a name looked up in a PATH. @throws {UsageError} when it is nowhere */
export const findProgram = (path: string, name: string): string => {
  const places =
    isAbsolute(name) || name.includes('/')
      ? [resolve(name)]
      : path
          .split(delimiter)
          .filter((folder) => folder !== '')
          .map((folder) => join(folder, name))
  const found = places.find(canRun)
  if (found !== undefined) return found
  throw new UsageError(`${name}: no such program; name one with --kubectl`)
}

const canRun = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
