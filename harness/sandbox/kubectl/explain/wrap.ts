/** Breaks a text into lines of at most `width` characters between words, each after `indent` blanks. Line breaks of the text stay. */
export const wrap = (text: string, width: number, indent: number): string =>
  text
    .split('\n')
    .flatMap((line) => wrapLine(line, width))
    .map((line) => `${' '.repeat(indent)}${line}\n`)
    .join('')

const wrapLine = (line: string, width: number): readonly string[] => {
  const lines: string[] = []
  let current = ''
  // Blanks at the beginning are kept, as in lists.
  for (const word of line.split(/(?<=\S) +/)) {
    if (current === '') current = word
    else if (current.length + 1 + word.length <= width) current += ` ${word}`
    else {
      lines.push(current)
      current = word
    }
  }
  return [...lines, current]
}
