import type { Output } from '../../script/command.ts'

/** What a program reads and prints, while it runs in one go: what has to be waited for is asked for by `Missing`. */
export interface Streams {
  readonly stdin: string
  /** @returns `undefined` when there is no such file @throws {Missing} */
  readonly readFile: (path: string) => string | undefined
  /** Output of a command's n-th run. @throws {Missing} */
  readonly runCommand: (command: string, stdin: string) => Output
  readonly print: (text: string) => void
  readonly complain: (text: string) => void
  /** What is to be written at the end, by path. */
  readonly written: ReadonlyMap<string, { readonly text: string; readonly isAppended: boolean }>
  readonly write: (path: string, text: string, isAppended: boolean) => void
  readonly output: () => { readonly stdout: string; readonly stderr: string }
}

/** Something that the program needs and that has to be waited for. The program is run again from its start when it is there. */
export class Missing extends Error {
  override readonly name = 'Missing'
  readonly what: { readonly path: string } | { readonly command: string; readonly stdin: string; readonly key: string }
  constructor(what: Missing['what']) {
    super('not there yet')
    this.what = what
  }
}

/** What has been waited for, kept over the runs of one program. */
export interface Known {
  readonly files: Map<string, string | undefined>
  readonly commands: Map<string, Output>
}

/** More than any reader takes; a program that prints more is taken for endless. */
export const MAX_OUTPUT = 8 << 20

export const createStreams = (known: Known, stdin: string, onFull: () => never): Streams => {
  const written = new Map<string, { text: string; isAppended: boolean }>()
  const runs = new Map<string, number>()
  let stdout = ''
  let stderr = ''
  return {
    stdin,
    readFile: (path) => {
      const own = written.get(path)
      if (own !== undefined && !own.isAppended) return own.text
      if (!known.files.has(path)) throw new Missing({ path })
      return known.files.get(path)
    },
    runCommand: (command, input) => {
      const run = runs.get(command) ?? 0
      runs.set(command, run + 1)
      const key = `${run} ${command}`
      const output = known.commands.get(key)
      if (output === undefined) throw new Missing({ command, stdin: input, key })
      return output
    },
    print: (text) => {
      stdout += text
      if (stdout.length > MAX_OUTPUT) onFull()
    },
    complain: (text) => {
      stderr += text
    },
    written,
    write: (path, text, isAppended) => {
      const before = written.get(path)
      if (before === undefined) written.set(path, { text, isAppended })
      else before.text += text
      if ((before?.text.length ?? 0) > MAX_OUTPUT) onFull()
    },
    output: () => ({ stdout, stderr }),
  }
}
