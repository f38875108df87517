import { parse } from 'just-bash'
import { resolvePath } from '../files/files.ts'
import { readLine } from '../streams.ts'
import { SIGNALS, type Outcome, type Signal } from '../types.ts'
import { complain, exportedVariables, Leave, type Shell } from './shell.ts'
import { runTraps } from './traps.ts'

/** Commands that change the shell itself. Each returns its status. */
export const BUILTINS: Readonly<Record<string, (shell: Shell, args: readonly string[]) => Outcome>> = {
  ':': () => {
    return 0
  },
  exit: (shell, [status]) => {
    shell.status = status === undefined ? shell.status : Number(status) & 255
    throw new Leave('exit')
  },
  return: (shell, [status]) => {
    shell.status = status === undefined ? shell.status : Number(status) & 255
    throw new Leave('return')
  },
  break: (shell, [levels = '1']) => {
    if (shell.loops > 0) throw new Leave('break', Number(levels))
    return 0
  },
  continue: (shell, [levels = '1']) => {
    if (shell.loops > 0) throw new Leave('continue', Number(levels))
    return 0
  },
  cd: (shell, [path]) => {
    const target = resolvePath(shell.directory, path ?? shell.variables.get('HOME') ?? '/')
    if (shell.table.files.stat(target)?.kind !== 'directory') {
      complain(shell, `cd: can't cd to ${path}: No such file or directory`)
      return 2
    }
    shell.directory = target
    shell.variables.set('PWD', target)
    return 0
  },
  export: (shell, args) => {
    for (const arg of args) {
      const at = arg.indexOf('=')
      const name = at < 0 ? arg : arg.slice(0, at)
      if (at >= 0) shell.variables.set(name, arg.slice(at + 1))
      shell.exported.add(name)
    }
    if (args.length === 0)
      for (const [name, value] of Object.entries(exportedVariables(shell)))
        shell.streams.stdout.write(`export ${name}='${value}'\n`)
    return 0
  },
  readonly: (shell, args) => {
    for (const arg of args)
      if (arg.includes('=')) shell.variables.set(arg.split('=')[0] ?? '', arg.replace(/^[^=]*=/, ''))
    return 0
  },
  local: (shell, args) => {
    for (const arg of args)
      shell.variables.set(arg.split('=')[0] ?? '', arg.includes('=') ? arg.replace(/^[^=]*=/, '') : '')
    return 0
  },
  unset: (shell, args) => {
    for (const name of args) {
      shell.variables.delete(name)
      shell.exported.delete(name)
      shell.functions.delete(name)
    }
    return 0
  },
  set: (shell, args) => {
    for (let at = 0; at < args.length; at += 1) {
      const arg = args[at] ?? ''
      if (arg === '--') {
        shell.parameters = [shell.parameters[0] ?? 'sh', ...args.slice(at + 1)]
        return 0
      }
      if (arg === '-o' || arg === '+o') {
        at += 1
        const letter = ({ errexit: 'e', nounset: 'u', xtrace: 'x', pipefail: 'p' } as Record<string, string>)[
          args[at] ?? ''
        ]
        if (letter !== undefined) shell.options[arg === '-o' ? 'add' : 'delete'](letter)
      } else if (/^[-+][a-z]+$/.test(arg)) {
        for (const letter of arg.slice(1)) shell.options[arg.startsWith('-') ? 'add' : 'delete'](letter)
      } else {
        shell.parameters = [shell.parameters[0] ?? 'sh', ...args.slice(at)]
        return 0
      }
    }
    return 0
  },
  shift: (shell, [count = '1']) => {
    if (Number(count) > shell.parameters.length - 1) return 1
    shell.parameters = [shell.parameters[0] ?? 'sh', ...shell.parameters.slice(1 + Number(count))]
    return 0
  },
  eval: function* (shell, args) {
    shell.status = 0
    yield* shell.run(shell, parse(args.join(' ')).statements)
    return shell.status
  },
  '.': function* (shell, [path = '']) {
    const text = shell.table.files.read(resolvePath(shell.directory, path))
    if (text === undefined) {
      complain(shell, `.: can't open '${path}': No such file or directory`)
      return 2
    }
    yield* shell.run(shell, parse(text).statements)
    return shell.status
  },
  trap: (shell, args) => {
    const [action, ...names] = args[0] === '--' ? args.slice(1) : args
    if (action === undefined) {
      for (const [name, text] of shell.traps) shell.streams.stdout.write(`trap -- '${text}' ${name}\n`)
      return 0
    }
    for (const name of names.length === 0 ? [action] : names) setTrap(shell, name, names.length === 0 ? '-' : action)
    return 0
  },
  wait: function* (shell, args) {
    const { table, process } = shell
    const pids = args.length > 0 ? args.map((arg) => Number(arg.replace('%', ''))) : undefined
    const isOver = (): boolean =>
      pids === undefined
        ? !table.processes().some(({ parent }) => parent === process.pid)
        : pids.every((pid) => table.find(pid)?.exitCode !== undefined || table.find(pid) === undefined)
    while (!isOver()) {
      const how = yield { kind: 'until', test: isOver, breaksOnSignal: true }
      if (how !== 'signal') continue
      const signal = process.pending[0] ?? 'TERM'
      yield* runTraps(shell)
      return 128 + SIGNALS[signal]
    }
    const last = pids?.at(-1)
    return last === undefined ? 0 : (table.find(last)?.exitCode ?? 127)
  },
  read: function* (shell, args) {
    const names = args.filter((arg) => !arg.startsWith('-'))
    const line = yield* readLine(shell.streams.stdin)
    const words = (line ?? '').trim().split(/[ \t]+/)
    const targets = names.length === 0 ? ['REPLY'] : names
    targets.forEach((name, index) => {
      const isLast = index === targets.length - 1
      shell.variables.set(name, isLast ? words.slice(index).join(' ') : (words[index] ?? ''))
    })
    return line === undefined ? 1 : 0
  },
  type: (shell, args) => {
    let status = 0
    for (const name of args) {
      const what =
        name in BUILTINS ? 'a shell builtin' : shell.table.findProgram(name) === undefined ? undefined : `/bin/${name}`
      shell.streams.stdout.write(what === undefined ? `${name}: not found\n` : `${name} is ${what}\n`)
      if (what === undefined) status = 127
    }
    return status
  },
  umask: () => {
    return 0
  },
  ulimit: (shell) => {
    shell.streams.stdout.write('unlimited\n')
    return 0
  },
  jobs: () => {
    return 0
  },
}

const setTrap = (shell: Shell, written: string, action: string): void => {
  const number = Number(written)
  const named = written.toUpperCase().replace(/^SIG/, '')
  const name =
    written === '0' || named === 'EXIT'
      ? 'EXIT'
      : (Object.entries(SIGNALS).find(([, value]) => value === number)?.[0] ?? named)
  if (action === '-') shell.traps.delete(name)
  else shell.traps.set(name, action)
  if (name === 'EXIT' || !(name in SIGNALS)) return
  const { handlers } = shell.process
  if (action === '-') handlers.delete(name as Signal)
  else handlers.set(name as Signal, action === '' ? 'ignore' : 'handle')
}
