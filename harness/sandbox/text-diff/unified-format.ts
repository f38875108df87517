import type { Hunk } from './compare-lines.ts'
import { splitLines } from './compare-lines.ts'

/** `@@ -1,4 +1,5 @@` and the lines with their signs; changes that share context stand in one block. */
export const unifiedFormat = (old: string, added: string, hunks: readonly Hunk[], context: number): string => {
  const [left, right] = [splitLines(old), splitLines(added)]
  return blocks(hunks, context)
    .map((block) => {
      const [first, last] = [block[0], block.at(-1)]
      if (first === undefined || last === undefined) return ''
      const before = Math.min(context, first.old.from)
      const after = Math.min(context, left.length - last.old.to)
      const from = { old: first.old.from - before, added: first.added.from - before }
      const to = { old: last.old.to + after, added: last.added.to + after }
      let at = from.old
      let body = ''
      for (const hunk of block) {
        body += signed(' ', left.slice(at, hunk.old.from))
        body += signed('-', left.slice(hunk.old.from, hunk.old.to))
        body += signed('+', right.slice(hunk.added.from, hunk.added.to))
        at = hunk.old.to
      }
      const head = `@@ -${range(from.old, to.old)} +${range(from.added, to.added)} @@\n`
      return head + body + signed(' ', left.slice(at, to.old))
    })
    .join('')
}

const blocks = (hunks: readonly Hunk[], context: number): readonly (readonly Hunk[])[] => {
  const grouped: Hunk[][] = []
  for (const hunk of hunks) {
    const last = grouped.at(-1)?.at(-1)
    if (last !== undefined && hunk.old.from - last.old.to <= 2 * context) grouped.at(-1)?.push(hunk)
    else grouped.push([hunk])
  }
  return grouped
}

const signed = (sign: string, lines: readonly string[]): string => lines.map((line) => `${sign}${line}\n`).join('')

const range = (from: number, to: number): string => {
  const count = to - from
  if (count === 1) return String(to)
  return `${count === 0 ? from : from + 1},${count}`
}
