import { resolvePath } from '../files/files.ts'
import { patternExpression, quotePattern } from './match-pattern.ts'
import type { Shell } from './shell.ts'

/** A piece of an expanded word. What is quoted is neither split nor taken for a pattern. */
export interface Piece {
  readonly text: string
  readonly isQuoted: boolean
  /** Begins a word of its own, as each of `"$@"` does. */
  readonly starts?: boolean
  readonly isPattern?: boolean
}

/** Splits what is not quoted at white space, joins the rest, and puts in the names that patterns match. */
export const fieldsOf = (shell: Shell, pieces: readonly Piece[]): string[] => {
  const words: Piece[][] = []
  let open: Piece[] | undefined
  for (const piece of pieces) {
    if (piece.starts === true && open !== undefined && open.length > 0) {
      words.push(open)
      open = undefined
    }
    if (piece.isQuoted) {
      open = [...(open ?? []), piece]
      continue
    }
    const parts = piece.text.split(/[ \t\n]+/)
    parts.forEach((text, index) => {
      if (index > 0 && open !== undefined) {
        words.push(open)
        open = undefined
      }
      if (text !== '') open = [...(open ?? []), { text, isQuoted: false, isPattern: /[*?[]/.test(text) }]
    })
  }
  if (open !== undefined) words.push(open)
  return words.flatMap((word) => {
    const plain = word.map(({ text }) => text).join('')
    if (!word.some(({ isPattern }) => isPattern === true)) return [plain]
    const pattern = word.map(({ text, isPattern }) => (isPattern === true ? text : quotePattern(text))).join('')
    const found = matching(shell, pattern)
    return found.length === 0 ? [plain] : found
  })
}

const matching = (shell: Shell, pattern: string): string[] => {
  const parts = pattern.split('/')
  let found = [pattern.startsWith('/') ? '' : undefined] as (string | undefined)[]
  for (const part of pattern.startsWith('/') ? parts.slice(1) : parts) {
    found = found.flatMap((base) => {
      const directory = base === undefined ? shell.directory : resolvePath(shell.directory, base === '' ? '/' : base)
      const names = shell.table.files.list(directory) ?? []
      const expression = patternExpression(part)
      const join = (name: string): string => (base === undefined ? name : `${base}/${name}`)
      return names.filter((name) => (!name.startsWith('.') || part.startsWith('.')) && expression.test(name)).map(join)
    })
  }
  return found.flatMap((path) => (path === undefined ? [] : [path]))
}
