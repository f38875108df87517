import { printed } from '../script/command.ts'
import type { ShellCommand } from '../script/command.ts'

export interface User {
  readonly name: string
  readonly uid: number
}

/** Who and where one is. */
export const identityCommands = (user: User, hostname: string): readonly ShellCommand[] => [
  { name: 'hostname', run: ({ args }) => printed(`${args[0] === '-s' ? (hostname.split('.')[0] ?? '') : hostname}\n`) },
  { name: 'whoami', run: () => printed(`${user.name}\n`) },
  {
    name: 'id',
    run: ({ args }) => {
      if (args[0] === '-u') return printed(`${user.uid}\n`)
      if (args[0] === '-un') return printed(`${user.name}\n`)
      if (args[0] === '-g') return printed(`${user.uid}\n`)
      const both = `${user.uid}(${user.name})`
      return printed(`uid=${both} gid=${both} groups=${both}\n`)
    },
  },
  {
    name: 'uname',
    run: ({ args }) =>
      printed(
        args.includes('-a') ? `Linux ${hostname} 6.1.0-28-amd64 #1 SMP x86_64 GNU/Linux\n` : uname(args, hostname),
      ),
  },
]

const uname = (args: readonly string[], hostname: string): string => {
  if (args.includes('-n')) return `${hostname}\n`
  if (args.includes('-r')) return '6.1.0-28-amd64\n'
  return args.includes('-m') ? 'x86_64\n' : 'Linux\n'
}
