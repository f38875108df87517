import type { WordNode } from 'just-bash'

type WordPart = WordNode['parts'][number]

/** What is known of a word of a command before it runs. `text` is null when only running it tells. */
export interface Word {
  readonly text: string | null
  /** Running may make several arguments of it, or none. */
  readonly splits: boolean
}

/** Values of shell variables that are known; null: assigned, but only running tells to what. */
export type Variables = ReadonlyMap<string, string | null>

/**
 * Expands a word of the shell's syntax tree as far as that is possible without running anything.
 * An unquoted variable with blanks in its value becomes several words, as the shell splits it.
 */
export const expandWord = (node: WordNode, variables: Variables): readonly Word[] => {
  const [only] = node.parts
  if (node.parts.length === 1 && only?.type === 'ParameterExpansion') {
    const value = expandPart(only, variables)
    return value === null ? [{ text: null, splits: true }] : value.split(/\s+/).filter(Boolean).map(known)
  }
  const texts = node.parts.map((part) => expandPart(part, variables))
  const splits = node.parts.some((part, index) => isUnquoted(part) && !isPlain(texts[index] ?? null))
  return [{ text: splits || texts.includes(null) ? null : texts.join(''), splits }]
}

const known = (text: string): Word => ({ text, splits: false })

const isPlain = (text: string | null): boolean => text !== null && !/[\s*?[]/.test(text)

// What the shell splits or multiplies: everything that it substitutes outside quotes.
const isUnquoted = (part: WordPart): boolean =>
  part.type === 'ParameterExpansion' ||
  part.type === 'CommandSubstitution' ||
  part.type === 'BraceExpansion' ||
  part.type === 'Glob'

function expandPart(part: WordPart, variables: Variables): string | null {
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'Escaped':
      return part.value
    case 'DoubleQuoted': {
      const texts = part.parts.map((inner) => expandPart(inner, variables))
      return texts.includes(null) ? null : texts.join('')
    }
    case 'ParameterExpansion':
      return part.operation === null ? (variables.get(part.parameter) ?? null) : null
    case 'CommandSubstitution':
    case 'ArithmeticExpansion':
    case 'ProcessSubstitution':
    case 'BraceExpansion':
    case 'TildeExpansion':
    case 'Glob':
      return null
  }
}
