import { defineCommand, parse, serialize } from 'just-bash'
import type { Command } from 'just-bash'
import { quote } from './quote.ts'

/** The argument with which a rewritten script calls the command before it ends. */
export const REMEMBER = '--remember'

/** The handlers of one script. */
export interface Traps {
  readonly command: Command
  /** The script that runs at the end of one that ended with `exitCode`; none without a handler of EXIT. */
  readonly atExit: (script: string, exitCode: number) => string | undefined
  /** Notes a script's variables: they are gone when it has ended. */
  readonly observe: (variables: ReadonlyMap<string, string>) => void
  /** The plain variables of a script that set a handler, as they were seen last. */
  readonly variables: () => Readonly<Record<string, string>>
}

/** Handlers of EXIT are run; those of signals are kept and listed, as no signal reaches a script; ERR, DEBUG and RETURN are refused. */
export const createTraps = (name: string): Traps => {
  const handlers = new Map<string, string>()
  const variables = new Map<string, string>()
  const observe = (now: ReadonlyMap<string, string>): void => {
    if (!handlers.has('EXIT')) return
    for (const [key, value] of now) if (/^[A-Za-z_]\w*$/.test(key) && !KEPT.has(key)) variables.set(key, value)
  }
  const command = defineCommand(name, async (args, context) => {
    if (args[0] === REMEMBER) {
      observe(context.env)
      return { stdout: '', stderr: '', exitCode: Number(args[1] ?? 0) }
    }
    const words = args[0] === '--' ? args.slice(1) : args
    if (words.length === 0 || words[0] === '-p') return { stdout: listed(handlers), stderr: '', exitCode: 0 }
    const [handler = '', ...signals] = words
    let stderr = ''
    for (const given of signals.length === 0 ? [handler] : signals) {
      const signal = canonical(given)
      if (signal === undefined) stderr += `bash: trap: ${given}: invalid signal specification\n`
      else if (UNKNOWN.has(signal)) stderr += `bash: trap: handlers of ${signal} are not supported on this host\n`
      else if (handler === '-' || signals.length === 0) handlers.delete(signal)
      else handlers.set(signal, handler)
    }
    observe(context.env)
    return { stdout: '', stderr, exitCode: stderr === '' ? 0 : 1 }
  })
  return {
    command,
    atExit: (script, exitCode) => {
      const handler = handlers.get('EXIT')
      if (handler === undefined || handler === '') return undefined
      return `${functionsOf(script)}\n(exit ${exitCode})\n${handler}\nexit ${exitCode}`
    },
    observe,
    variables: () => Object.fromEntries(variables),
  }
}

/** The shell's own, which cannot be assigned. */
const KEPT = new Set(['SHELLOPTS', 'BASHOPTS', 'BASH_VERSINFO', 'UID', 'EUID', 'PPID'])

const SIGNALS: Readonly<Record<string, string>> = {
  '0': 'EXIT',
  '1': 'SIGHUP',
  '2': 'SIGINT',
  '3': 'SIGQUIT',
  '15': 'SIGTERM',
}
const NAMES = new Set(['EXIT', 'SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGPIPE', 'SIGUSR1', 'SIGUSR2', 'SIGALRM'])
const UNKNOWN = new Set(['ERR', 'DEBUG', 'RETURN'])

const canonical = (given: string): string | undefined => {
  const name = SIGNALS[given] ?? given.toUpperCase()
  if (NAMES.has(name) || UNKNOWN.has(name)) return name
  return NAMES.has(`SIG${name}`) ? `SIG${name}` : undefined
}

const listed = (handlers: ReadonlyMap<string, string>): string =>
  [...handlers].map(([signal, handler]) => `trap -- ${quote(handler)} ${signal}\n`).join('')

/** The definitions of a script's functions: a handler may call them. */
const functionsOf = (script: string): string => {
  const { statements } = parse(script)
  const isDefinition = ({ type }: { readonly type: string }): boolean => type === 'FunctionDef'
  return serialize({
    type: 'Script',
    statements: statements.filter(({ pipelines }) => pipelines.some(({ commands }) => commands.some(isDefinition))),
  })
}
