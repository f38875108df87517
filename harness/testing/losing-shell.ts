import { InfrastructureError } from '../domain/errors.ts'
import type { Shell } from '../ports/shell.ts'

export interface LosingShell extends Shell {
  /** The next commands in which this stands, so many of them, meet a connection that is lost: they do not run, and nobody knows. */
  readonly lose: (part: string, times?: number) => void
}

export const losingShell = (shell: Shell): LosingShell => {
  let awaited = ''
  let left = 0
  return {
    lose: (part, times = 1) => {
      awaited = part
      left = times
    },
    exec: async (command, options) => {
      if (left === 0 || !command.includes(awaited)) return shell.exec(command, options)
      left -= 1
      throw new InfrastructureError('the connection was lost')
    },
  }
}
