import { AwkSyntax } from './syntax.ts'

export interface Token {
  readonly kind: 'number' | 'string' | 'name' | 'call' | 'keyword' | 'builtin' | 'operator' | 'newline' | 'end'
  readonly text: string
  readonly line: number
}

/** A text's tokens, read one by one: only the parser knows whether a slash divides or opens a pattern. */
export interface Tokens {
  readonly peek: () => Token
  readonly next: () => Token
  /** The pattern that the slash just seen opens, without its slashes. */
  readonly pattern: () => string
}

export const readTokens = (source: string): Tokens => {
  let at = 0
  let line = 1
  let ahead: { readonly token: Token; readonly start: number; readonly line: number } | undefined
  const token = (kind: Token['kind'], text: string): Token => ({ kind, text, line })
  const read = (): Token => {
    for (;;) {
      const blank = /^(?:[ \t\r]+|\\\r?\n|#[^\n]*)/.exec(source.slice(at))
      if (blank === null) break
      if (blank[0].startsWith('\\')) line += 1
      at += blank[0].length
    }
    const rest = source.slice(at, at + 4096)
    if (rest === '') return token('end', '')
    if (rest.startsWith('\n')) {
      at += 1
      const found = token('newline', '\n')
      line += 1
      return found
    }
    const number = /^(?:0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)/.exec(rest)
    if (number !== null) {
      at += number[0].length
      return token('number', number[0])
    }
    if (rest.startsWith('"')) return token('string', readString())
    const name = /^[A-Za-z_]\w*/.exec(rest)?.[0]
    if (name !== undefined) {
      at += name.length
      if (KEYWORDS.has(name)) return token('keyword', name)
      if (BUILTINS.has(name)) return token('builtin', name)
      return token(source.charAt(at) === '(' ? 'call' : 'name', name)
    }
    const operator = OPERATORS.find((text) => rest.startsWith(text))
    if (operator === undefined) throw new AwkSyntax(`line ${line}: syntax error at or near ${rest.charAt(0)}`)
    at += operator.length
    return token('operator', operator === '**' ? '^' : operator === '**=' ? '^=' : operator)
  }
  const readString = (): string => {
    const match = /^"((?:[^"\\\n]|\\[^])*)"/.exec(source.slice(at))
    if (match === null) {
      const shown = source.slice(at, at + 12)
      throw new AwkSyntax(`line ${line}: runaway string constant ${shown} ...`)
    }
    at += match[0].length
    return unescapeText(match[1] ?? '')
  }
  const peek = (): Token => {
    if (ahead === undefined) {
      const start = { start: at, line }
      ahead = { token: read(), ...start }
    }
    return ahead.token
  }
  return {
    peek,
    next: () => {
      const found = peek()
      ahead = undefined
      return found
    },
    pattern: () => {
      if (ahead !== undefined) {
        at = ahead.start
        line = ahead.line
        ahead = undefined
      }
      const match = /^\s*\/((?:[^/\\[\n]|\\.|\[\^?\]?(?:\[:\w+:\]|\\.|[^\]\n])*\])*)\//.exec(source.slice(at))
      if (match === null) throw new AwkSyntax(`line ${line}: regular expression compile failed (missing /)`)
      at += match[0].length
      return (match[1] ?? '').replaceAll(String.raw`\/`, '/')
    },
  }
}

const KEYWORDS = new Set(
  'BEGIN END function func if else while for do break continue next nextfile exit return delete in getline print printf'.split(
    ' ',
  ),
)
const BUILTINS = new Set(
  'length substr index split sub gsub match sprintf sin cos atan2 exp log sqrt int rand srand tolower toupper system close fflush systime strftime'.split(
    ' ',
  ),
)
const OPERATORS =
  '**= ++ -- += -= *= /= %= ^= ** == <= >= != !~ >> && || { } ( ) [ ] ; , + - * / % ^ ! > < | ? : ~ $ ='.split(' ')

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '\\': '\\',
  '"': '"',
  '/': '/',
}

/** The text that an awk string stands for; what is no escape keeps its backslash, as patterns need. */
export const unescapeText = (text: string): string =>
  text.replaceAll(/\\(?:([0-7]{1,3})|\n|([^]))/g, (all, octal: string | undefined, letter: string | undefined) => {
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8))
    return letter === undefined ? '' : (ESCAPES[letter] ?? all)
  })
