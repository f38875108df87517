/** The interpreter words some complaints differently from bash; this puts them right. */
export interface ErrorDialect {
  readonly reword: (text: string, script: string) => string
}

const COMPLAINT = /^bash: (?!line \d)(\S[^\n:]*): (.*)$/gm
const NOT_REGISTERED = /^command not available in browser environments.*$/
const SYNTAX = /^bash: syntax error: Parse error at (\d+):\d+: (.*)$/gm

/** As `bash -c` words it: with the line in front, which is that of the first mention. */
export const bashDialect: ErrorDialect = {
  reword: (text, script) =>
    text.includes('bash: ')
      ? text
          .replace(SYNTAX, (_all, line: string, what: string) => `bash: -c: line ${line}: ${what}`)
          .replace(COMPLAINT, (all, subject: string, what: string) =>
            subject === '-c' ? all : `bash: line ${lineOf(script, subject)}: ${subject}: ${notFound(what)}`,
          )
      : text,
}

/** As busybox's ash words it. */
export const ashDialect: ErrorDialect = {
  reword: (text) =>
    text.includes('bash: ')
      ? text
          .replace(SYNTAX, (_all, _line: string, what: string) => `sh: ${what}`)
          .replace(COMPLAINT, (_all, subject: string, what: string) => {
            const shown = notFound(what)
            return `sh: ${subject}: ${shown === 'command not found' ? 'not found' : shown}`
          })
      : text,
}

const notFound = (what: string): string => (NOT_REGISTERED.test(what) ? 'command not found' : what)

const lineOf = (script: string, word: string): number => {
  const at = script.indexOf(word)
  return at < 0 ? 1 : script.slice(0, at).split('\n').length
}
