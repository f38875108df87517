import type { Hunk } from '../../../../text-diff/compare-lines.ts'
import { splitLines } from '../../../../text-diff/compare-lines.ts'

/** `1c1`, `< old`, `---`, `> new`. */
export const normalFormat = (old: string, added: string, hunks: readonly Hunk[]): string => {
  const [left, right] = [splitLines(old), splitLines(added)]
  return hunks
    .map((hunk) => {
      const removed = left.slice(hunk.old.from, hunk.old.to).map((line) => `< ${line}\n`)
      const put = right.slice(hunk.added.from, hunk.added.to).map((line) => `> ${line}\n`)
      const kind = removed.length === 0 ? 'a' : put.length === 0 ? 'd' : 'c'
      const head = `${range(hunk.old)}${kind}${range(hunk.added)}\n`
      return head + removed.join('') + (kind === 'c' ? '---\n' : '') + put.join('')
    })
    .join('')
}

const range = ({ from, to }: Hunk['old']): string =>
  from === to ? String(from) : to - from === 1 ? String(to) : `${from + 1},${to}`
