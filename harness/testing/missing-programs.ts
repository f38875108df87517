import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/**
 * Which of the programs this machine lacks; a test that meets real ones is left out, and shown so, where one is missing. In CI none ever is: there a
 * missing program has to fail what needs it.
 */
export const missingPrograms = (...programs: readonly string[]): readonly string[] =>
  process.env['CI'] === undefined ? programs.filter((program) => !isThere(program)) : []

/** Servers stand where the PATH of a user need not lead. */
const isThere = (program: string): boolean =>
  [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin'].some((folder) => existsSync(join(folder, program)))
