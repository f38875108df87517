import { quote } from '../shell/script/quote.ts'

/** What a shell at a prompt keeps from one line to the next; below it every line is a shell of its own. */
export interface LoginState {
  /** '' before the first line: where the shell begins. */
  readonly directory: string
  /** Statements that give the variables back. */
  readonly variables: string
  /** Functions as they were typed. */
  readonly functions: readonly string[]
  readonly aliases: ReadonlyMap<string, string>
  /** `$?` */
  readonly status: number
}

/** Between what a line printed and how it left the shell. */
export const MARK = '\u001e'

export const firstState = (terminal: string): LoginState => ({
  directory: '',
  variables: `export TERM=${terminal}`,
  functions: [],
  aliases: new Map(),
  status: 0,
})

/** The line as a script that finds the shell as the last one left it, and says how it leaves it. */
export const framed = (state: LoginState, line: string): string =>
  [
    state.directory === '' ? ':' : `cd ${quote(state.directory)}`,
    state.variables,
    ...state.functions,
    `(exit ${state.status})`,
    expanded(state.aliases, line),
    `printf '${MARK}%s${MARK}%s${MARK}' "$?" "$PWD"; declare -p`,
  ].join('\n')

/** What a line said of its end, `MARK` first; a line that was killed, or left the shell, said nothing. */
export const nextState = (state: LoginState, line: string, said: string): LoginState => {
  const [, status, directory, variables] = said.split(MARK)
  if (variables === undefined) return { ...state, status: 1 }
  return {
    directory: directory ?? '',
    status: Number(status),
    variables: variables
      .split('\n')
      .filter((text) => text.startsWith('declare -') && !OWN_VARIABLES.test(text))
      // The interpreter splits the words of an array that is declared.
      .map((text) => text.replace(/^declare -a /, ''))
      .join('\n'),
    functions: FUNCTION.test(line) ? [...state.functions, line] : state.functions,
    aliases: state.aliases,
  }
}

/** `alias NAME=TEXT`. @returns `undefined` for any other line */
export const withAlias = (state: LoginState, line: string): LoginState | undefined => {
  const [, name, text] = /^\s*alias\s+([\w-]+)=(.*?)\s*$/.exec(line) ?? []
  if (name === undefined || text === undefined) return undefined
  const value = text.replace(/^(['"])(.*)\1$/, '$2')
  return { ...state, status: 0, aliases: new Map([...state.aliases, [name, value]]) }
}

/** The first word of each command. */
const expanded = (aliases: ReadonlyMap<string, string>, line: string): string =>
  aliases.size === 0
    ? line
    : line.replace(
        /(^|[|;&(]|\bdo|\bthen)(\s*)([\w-]+)(?=\s|$|[|;&)])/g,
        (all, before: string, space: string, name: string) => {
          const value = aliases.get(name)
          return value === undefined ? all : `${before}${space}${value}`
        },
      )

const FUNCTION = /^\s*(?:function\s+[\w-]+|[\w-]+\s*\(\s*\))/

/** What every shell sets itself, and what cannot be set. */
const OWN_VARIABLES =
  /^declare -\S*(?:r\S* | \S*(?:\?|_|BASHOPTS|SHELLOPTS|PIPESTATUS|HOSTNAME|HOSTTYPE|MACHTYPE|OSTYPE|OPTIND|IFS|PWD|OLDPWD)=)/
