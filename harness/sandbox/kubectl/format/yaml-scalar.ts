const WIDTH = 80

/**
 * A string as go-yaml writes it: plain where that reads back as the same string, else quoted; text of several lines as a block.
 * @param indent columns before a continuation line
 * @param column where the text begins; infinite for keys, which stay on one line
 */
export const yamlScalar = (text: string, indent: number, column: number): string => {
  if (SIMPLE.test(text) && !WORDS.test(text)) return text
  const isKey = column === Number.POSITIVE_INFINITY
  if (text === '') return '""'
  if (resolvesToOther(text)) return doubleQuoted(text, indent, isKey ? undefined : column)
  const needsDouble = /[^\n\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/.test(text)
  const isMultiline = text.includes('\n')
  if (needsDouble || (/ \n|\n +$|^ +\n| $/.test(text) && isMultiline)) {
    return doubleQuoted(text, indent, isKey ? undefined : column)
  }
  if (isMultiline) return isKey ? doubleQuoted(text, indent, undefined) : literal(text, indent)
  if (isPlain(text)) return isKey ? text : folded(text, indent, column)
  const quoted = text.replaceAll("'", "''")
  return isKey ? `'${quoted}'` : `'${folded(quoted, indent, column + 1)}'`
}

/** A word that no rule of YAML is about: it begins like a name or a path and has no space to break at. */
const SIMPLE = /^[A-Za-z/][\w./-]*$/

const WORDS =
  /^(?:~|null|Null|NULL|true|True|TRUE|false|False|FALSE|y|Y|yes|Yes|YES|n|N|no|No|NO|on|On|ON|off|Off|OFF)$/

/** Whether YAML 1.1 would read the bare word as something that is not a string. */
const resolvesToOther = (text: string): boolean =>
  WORDS.test(text) ||
  /^[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[\da-fA-F_]+|[\d][\d_]*|\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?)$/.test(text) ||
  /^[-+]?(?:\.\d[\d_]*|\d[\d_]*(?:\.[\d_]*)?)(?:[eE][-+]?\d+)?$/.test(text) ||
  /^[-+]?\.(?:inf|Inf|INF)$|^\.(?:nan|NaN|NAN)$/.test(text) ||
  /^\d{4}-\d\d?-\d\d?(?:(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::?\d\d)?))?)?$/.test(text)

const isPlain = (text: string): boolean =>
  !/^[-?:](?: |$)|^[#,[\]{}&*!|>'"%@`]|^(?:---|\.\.\.)/.test(text) && !/: | #|:$|^ | $/.test(text)

/** Breaks at a single space once the line is longer than the width. */
const folded = (text: string, indent: number, startColumn: number): string => {
  let column = startColumn
  let out = ''
  const characters = [...text]
  characters.forEach((character, index) => {
    const alone = characters[index - 1] !== ' ' && characters[index + 1] !== ' '
    const inside = index > 0 && index < characters.length - 1
    if (character === ' ' && alone && inside && column > WIDTH) {
      out += '\n' + ' '.repeat(indent)
      column = indent
    } else {
      out += character
      column += 1
    }
  })
  return out
}

const literal = (text: string, indent: number): string => {
  const chomp = !text.endsWith('\n') ? '-' : text.endsWith('\n\n') || text === '\n' ? '+' : ''
  const hint = /^[ \n]/.test(text) ? '2' : ''
  const body = text.endsWith('\n') ? text.slice(0, -1) : text
  const lines = body.split('\n').map((line) => (line === '' ? '' : ' '.repeat(indent) + line))
  return `|${hint}${chomp}\n${lines.join('\n')}`
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\0': '\\0',
  '\x07': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\x1b': '\\e',
  '"': '\\"',
  '\\': '\\\\',
  '\u2028': '\\L',
  '\u2029': '\\P',
  '\u0085': '\\N',
  '\u00a0': '\\_',
}

const doubleQuoted = (text: string, indent: number, startColumn: number | undefined): string => {
  let column = (startColumn ?? 0) + 1
  let out = '"'
  const characters = [...text]
  characters.forEach((character, index) => {
    const inside = index > 0 && index < characters.length - 1
    const alone = characters[index - 1] !== ' '
    if (character === ' ' && alone && inside && startColumn !== undefined && column > WIDTH) {
      out += '\n' + ' '.repeat(indent) + (characters[index + 1] === ' ' ? '\\' : '')
      column = indent
    } else {
      const piece = ESCAPES[character] ?? escaped(character)
      out += piece
      column += piece.length
    }
  })
  return out + '"'
}

const escaped = (character: string): string => {
  const code = character.codePointAt(0) ?? 0
  if (code >= 0x20 && code <= 0x7e) return character
  if (code > 0xffff) return `\\U${code.toString(16).toUpperCase().padStart(8, '0')}`
  if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return `\\x${code.toString(16).toUpperCase().padStart(2, '0')}`
  return code === 0xfeff || (code >= 0xd800 && code <= 0xdfff) ? `\\u${code.toString(16).toUpperCase()}` : character
}
