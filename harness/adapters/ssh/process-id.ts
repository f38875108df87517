/**
 * A command that says its process id first, as a line of stderr, and before that the name by which it can be found where the id did not reach
 * us. On the same line, so that messages count lines right.
 */
export const sayingPid = (command: string, name: string): string => `: run.${name}; echo $$ >&2; ${command}`

/** A pattern for `pgrep -f` that does not fit the command line in which it stands. */
export const patternOf = (name: string): string => `[:] run[.]${name.replaceAll('.', '[.]')};`

/** A shell that cannot read the first line shows it, and what we put there is nobody else's business. */
export const withoutPrefix = (stderr: string, name: string): string => stderr.replaceAll(sayingPid('', name), '')

export interface PidReader {
  /** Takes the line with the id out of what arrives. */
  readonly filter: (chunk: Buffer) => Buffer
  /** The leader of the command's process group; undefined before it said so. */
  readonly pid: () => number | undefined
}

const NEW_LINE = 10

export const createPidReader = (): PidReader => {
  let head: Buffer | null = Buffer.alloc(0)
  let pid: number | undefined
  return {
    filter: (chunk) => {
      if (head === null) return chunk
      head = Buffer.concat([head, chunk])
      const end = head.indexOf(NEW_LINE)
      if (end < 0 && /^\d*$/.test(head.toString('latin1'))) return Buffer.alloc(0)
      const line = head.subarray(0, Math.max(end, 0)).toString('latin1')
      const isPid = /^\d+$/.test(line)
      if (isPid) pid = Number(line)
      const rest = isPid ? head.subarray(end + 1) : head
      head = null
      return rest
    },
    pid: () => pid,
  }
}
