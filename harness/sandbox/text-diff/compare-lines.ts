import { diffArrays } from 'diff'

/** Lines `from` to before `to` of the old text were replaced by such lines of the new one; counted from 0. */
export interface Hunk {
  readonly old: { readonly from: number; readonly to: number }
  readonly added: { readonly from: number; readonly to: number }
}

/** The changes in their order. @param keyOf what of a line counts @param ignoresBlank leaves out changes of empty lines alone */
export const compareLines = (
  old: string,
  added: string,
  keyOf: (line: string) => string,
  ignoresBlank: boolean,
): readonly Hunk[] => {
  const [left, right] = [splitLines(old), splitLines(added)]
  const hunks: Hunk[] = []
  let [a, b] = [0, 0]
  for (const { count, added: isAdded, removed: isRemoved } of diffArrays(left.map(keyOf), right.map(keyOf))) {
    if (!isAdded && !isRemoved) {
      a += count
      b += count
      continue
    }
    const last = hunks.at(-1)
    const follows = last?.old.to === a && last.added.to === b
    const from = follows ? { a: last.old.from, b: last.added.from } : { a, b }
    if (isRemoved) a += count
    else b += count
    const hunk = { old: { from: from.a, to: a }, added: { from: from.b, to: b } }
    if (follows) hunks.splice(-1, 1, hunk)
    else hunks.push(hunk)
  }
  const isBlank = ({ old: one, added: other }: Hunk): boolean =>
    [...left.slice(one.from, one.to), ...right.slice(other.from, other.to)].every((line) => line === '')
  return ignoresBlank ? hunks.filter((hunk) => !isBlank(hunk)) : hunks
}

/** Marks a last line that has no newline, so that it differs from one that has. */
export const UNENDED = '\n\\ No newline at end of file'

export const splitLines = (text: string): readonly string[] => {
  if (text === '') return []
  return text.endsWith('\n')
    ? text.slice(0, -1).split('\n')
    : `${text}\0`.split('\n').map((line) => line.replace('\0', UNENDED))
}
