import { FileFailure } from '../processes/files/file-trouble.ts'
import type { Files } from '../processes/files/files.ts'
import type { ServerRequest } from '../processes/types.ts'

/** What a store does with the files below its directory for one request. */
export type StoreAnswer =
  | { readonly kind: 'done'; readonly waitMs: number }
  | { readonly kind: 'failed'; readonly waitMs: number; readonly text: string }
  /** Somebody holds what it needs. */
  | { readonly kind: 'waits' }

/**
 * A store keeps one table in files: it reads `base` for every question, and `wal` is written before anything is changed (`/write`).
 * What operators know of databases is files, too: `standby.signal` makes it read-only, each line of `locks` is a table that somebody
 * locked, each line of `revoked` a user who may not enter, each line of `queue` a record that waits to be taken (`/take`), in order.
 */
export const answerFromFiles = (
  files: Files,
  directory: string,
  { path }: Pick<ServerRequest, 'path'>,
): StoreAnswer => {
  const [place = '', query = ''] = path.split('?')
  const user = /(?:^|&)user=([^&]*)/.exec(query)?.[1] ?? ''
  const isTaking = place === '/take'
  const isWriting = isTaking || place === '/write'
  try {
    const failure = refusalOf(files, directory, user, isWriting)
    if (failure !== undefined) return { kind: 'failed', waitMs: files.takeDelayMs(), text: failure }
    if ((files.read(`${directory}/locks`) ?? '').trim() !== '') return { kind: 'waits' }
    files.read(`${directory}/base`)
    const blocked = isTaking ? takeRecord(files, `${directory}/queue`) : undefined
    if (blocked !== undefined) return { kind: 'failed', waitMs: files.takeDelayMs(), text: blocked }
    if (isWriting) files.stir(`${directory}/wal`)
    return { kind: 'done', waitMs: files.takeDelayMs() }
  } catch (error) {
    if (!(error instanceof FileFailure)) throw error
    const name = error.path.slice(error.path.lastIndexOf('/') + 1)
    const verb = error.method === 'write' ? 'write' : error.method === 'read' ? 'read' : 'open'
    return { kind: 'failed', waitMs: files.takeDelayMs(), text: `could not ${verb} file "${name}": ${error.text}` }
  }
}

const refusalOf = (files: Files, directory: string, user: string, isWriting: boolean): string | undefined => {
  const revoked = (files.read(`${directory}/revoked`) ?? '').split('\n').map((line) => line.trim())
  if (user !== '' && revoked.includes(user)) return `permission denied for user ${user}`
  return isWriting && files.read(`${directory}/standby.signal`) !== undefined
    ? 'cannot write in a read-only transaction'
    : undefined
}

/** Takes the first record of a queue. @returns why it cannot be taken: what comes behind it has to wait */
const takeRecord = (files: Files, path: string): string | undefined => {
  const [head = '', ...rest] = (files.read(path) ?? '').split('\n')
  if (head === '') return undefined
  if (!isRecord(head)) return `record ${head.slice(0, 24)} at the head of the queue cannot be read`
  files.write(path, rest.join('\n'), 'replace')
  return undefined
}

const isRecord = (line: string): boolean => /^\{"order":\d+\}$/.test(line)
