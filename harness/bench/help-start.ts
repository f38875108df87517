import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { findPackageRoot } from '../adapters/system/find-package-root.ts'
import type { PrepareBench } from './bench.ts'

const execute = promisify(execFile)

/** A whole process: `opsskill --help`, from its start to its end. At most 200 ms. */
export const helpStart: PrepareBench = () => {
  const main = join(findPackageRoot(), 'dist/harness/cli/main.js')
  return Promise.resolve({
    run: async () => {
      await execute(process.execPath, [main, '--help'])
    },
    close: () => Promise.resolve(),
  })
}
