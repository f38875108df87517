/** A shell pattern as an expression for whole words. */
export const patternExpression = (pattern: string): RegExp => new RegExp(`^${source(pattern, true)}$`, 's')

/** The part of an expression that a pattern stands for. */
export const patternSource = (pattern: string, isGreedy: boolean): string => source(pattern, isGreedy)

const source = (pattern: string, isGreedy: boolean): string => {
  let text = ''
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern.charAt(at)
    if (character === '*') text += isGreedy ? '.*' : '.*?'
    else if (character === '?') text += '.'
    else if (character === '\\') {
      at += 1
      text += escape(pattern.charAt(at))
    } else if (character === '[') {
      const end = pattern.indexOf(']', at + 2)
      if (end < 0) text += String.raw`\[`
      else {
        text += `[${pattern
          .slice(at + 1, end)
          .replace(/^!/, '^')
          .replaceAll('\\', String.raw`\\`)}]`
        at = end
      }
    } else text += escape(character)
  }
  return text
}

const escape = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`)

/** A text in a pattern that stands for itself. */
export const quotePattern = (text: string): string => text.replaceAll(/[\\*?[\]]/g, String.raw`\$&`)
