import type { SimpleCommandNode } from 'just-bash'
import { resolvePath, type WriteResult } from '../files/files.ts'
import { nullSink, textSource } from '../streams.ts'
import type { Activity, Sink, Streams } from '../types.ts'
import { expandText } from './expand.ts'
import { complain, type Shell } from './shell.ts'

type Redirection = SimpleCommandNode['redirections'][number]

/** The streams of a command after its redirections. @returns `undefined` when one failed; the complaint is written */
export function* redirect(shell: Shell, redirections: readonly Redirection[]): Activity<Streams | undefined> {
  let streams = shell.streams
  for (const { operator, target, fd } of redirections) {
    if (target.type === 'HereDoc') {
      streams = { ...streams, stdin: textSource(yield* expandText(shell, target.content)) }
      continue
    }
    const text = yield* expandText(shell, target)
    switch (operator) {
      case '<<<':
        streams = { ...streams, stdin: textSource(`${text}\n`) }
        break
      case '<':
      case '<>': {
        const path = resolvePath(shell.directory, text)
        const content =
          path === '/dev/null' ? '' : path === '/dev/stdin' ? streams.stdin.take() : shell.table.files.read(path)
        if (content === undefined) {
          complain(
            shell,
            `can't open ${text}: ${shell.table.files.stat(path) === undefined ? 'no such file' : 'Is a directory'}`,
          )
          return undefined
        }
        streams = { ...streams, stdin: textSource(content) }
        break
      }
      case '>&':
      case '<&':
        if (text === '1') streams = put(streams, fd ?? 1, streams.stdout)
        else if (text === '2') streams = put(streams, fd ?? 1, streams.stderr)
        else if (text === '-') streams = put(streams, fd ?? 1, nullSink)
        break
      default: {
        const sink = openSink(shell, streams, text, operator === '>>' || operator === '&>>')
        if (sink === undefined) return undefined
        streams = put(streams, fd ?? 1, sink)
        if (operator === '&>' || operator === '&>>') streams = put(streams, 2, sink)
      }
    }
  }
  return streams
}

const put = (streams: Streams, fd: number, sink: Sink): Streams =>
  fd === 1 ? { ...streams, stdout: sink } : fd === 2 ? { ...streams, stderr: sink } : streams

const openSink = (shell: Shell, streams: Streams, text: string, appends: boolean): Sink | undefined => {
  const { table } = shell
  const path = resolvePath(shell.directory, text)
  switch (path) {
    case '/dev/null':
      return nullSink
    case '/dev/stdout':
    case '/proc/self/fd/1':
      return streams.stdout
    case '/dev/stderr':
    case '/proc/self/fd/2':
      return streams.stderr
    case '/proc/1/fd/1':
    case '/dev/console':
      return table.streams.stdout
    case '/proc/1/fd/2':
      return table.streams.stderr
  }
  const opened = table.files.write(path, '', appends ? 'append' : 'replace')
  if (opened !== 'done') {
    complain(shell, `can't create ${text}: ${WRITE_FAILURES[opened]}`)
    return undefined
  }
  return {
    write: (more) => {
      table.files.write(path, more, 'append')
    },
    retain: () => {},
    release: () => {},
  }
}

/** What the system says of writes that fail. */
export const WRITE_FAILURES: Readonly<Record<Exclude<WriteResult, 'done'>, string>> = {
  'read-only': 'Read-only file system',
  missing: 'nonexistent directory',
  'is-directory': 'Is a directory',
  exists: 'File exists',
  'not-directory': 'Not a directory',
}
