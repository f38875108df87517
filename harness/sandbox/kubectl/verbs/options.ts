import type { Command } from '../command.ts'
import { GLOBAL_FLAGS } from '../flags/global.ts'
import type { FlagSpec } from '../flags/types.ts'

/** The flags that every command has, with what they are without being given. */
export const options: Command = {
  summary: 'Print the list of flags inherited by all commands',
  usage: '',
  flags: {},
  run: (session) => {
    const lines = Object.entries(GLOBAL_FLAGS)
      .filter(([name]) => name !== 'help')
      .map(([name, spec]) => `    ${shown(name, spec)}\n`)
    session.out(`The following options can be passed to any command:\n\n${lines.join('')}`)
    return Promise.resolve()
  },
}

const shown = (name: string, spec: FlagSpec): string => {
  const names = spec.short === undefined ? `--${name}` : `-${spec.short}, --${name}`
  switch (spec.type) {
    case 'bool':
      return `${names}=${spec.initial ?? false}`
    case 'strings':
    case 'array':
      return `${names}=[]`
    case 'string':
    case 'duration':
      return `${names}='${spec.initial ?? ''}'`
    case 'int':
      return `${names}=${spec.initial ?? 0}`
  }
}
