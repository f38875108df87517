import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { PrepareBench } from './bench.ts'

const execute = promisify(execFile)

/** A process that does nothing: what `help-start` is to be held against on a machine that is slow or busy. */
export const nodeStart: PrepareBench = () =>
  Promise.resolve({
    run: async () => {
      await execute(process.execPath, ['-e', '0'])
    },
    close: () => Promise.resolve(),
  })
