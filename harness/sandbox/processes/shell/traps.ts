import { parse } from 'just-bash'
import type { Activity } from '../types.ts'
import { Leave, type Shell } from './shell.ts'

/** Runs the traps of the signals that have arrived. */
export function* runTraps(shell: Shell): Activity<void> {
  const { pending } = shell.process
  while (pending.length > 0 && !shell.isSubshell) {
    const signal = pending.shift() ?? 'TERM'
    const action = shell.traps.get(signal)
    if (action === undefined && signal === 'INT' && shell.isInteractive) throw new Leave('interrupt')
    if (action === undefined) continue
    const { status } = shell
    yield* shell.run(shell, parse(action).statements)
    shell.status = status
  }
}
