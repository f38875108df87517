import { mkdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/**
 * Makes a folder and those above it that are missing, one by one: Node's recursive mkdir does not return where the system refuses
 * with "no such file", as it does below /proc.
 * @param mode of those that are made
 * @returns the folders that were made, outermost first
 * @throws the system's error where one cannot be made, or is a file
 */
export const makeFolder = (folder: string, mode = 0o777): readonly string[] => {
  const found = statSync(folder, { throwIfNoEntry: false })
  if (found?.isDirectory() === true) return []
  const parent = dirname(resolve(folder))
  const above = parent === resolve(folder) ? [] : makeFolder(parent, mode)
  try {
    mkdirSync(folder, { mode })
    return [...above, folder]
  } catch (error) {
    // Another process was quicker.
    if (found === undefined && statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return above
    throw error
  }
}
