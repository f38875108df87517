import type { WordNode } from 'just-bash'

type Part = WordNode['parts'][number]

/** `a{b,c}` and `{1..3}`: one word for each. */
export const braces = (word: WordNode): WordNode[] => {
  const at = word.parts.findIndex(({ type }) => type === 'BraceExpansion')
  const part = word.parts[at]
  if (part?.type !== 'BraceExpansion') return [word]
  const inner: Part[][] = part.items.flatMap((item) => {
    if (item.type === 'Word') return [[...item.word.parts]]
    const [start, end] = [Number(item.start), Number(item.end)]
    const step = Math.abs(item.step ?? 1) || 1
    const count = Math.min(10_000, Math.floor(Math.abs(end - start) / step) + 1)
    return Array.from({ length: count }, (_, index): Part[] => [
      { type: 'Literal', value: String(start + (end < start ? -1 : 1) * index * step) },
    ])
  })
  return inner.flatMap((parts) =>
    braces({ ...word, parts: [...word.parts.slice(0, at), ...parts, ...word.parts.slice(at + 1)] }),
  )
}
