import { distance } from 'fastest-levenshtein'
import type { Command, CommandGroup, CommandTable } from './command.ts'
import { KubectlError } from './errors.ts'
import { GLOBAL_FLAGS, withGlobalFlags } from './flags/global.ts'
import { nameOfShort } from './flags/short-flags.ts'
import type { FlagSpecs } from './flags/types.ts'

export interface FoundCommand {
  readonly command: Command
  /** `kubectl rollout status` */
  readonly words: string
  /** All arguments and flags but the command words. */
  readonly rest: readonly string[]
}

/** Finds the command words among global flags. @throws {KubectlError} with kubectl's wording */
export const findCommand = (table: CommandTable, argv: readonly string[]): FoundCommand => {
  const at = nextWord(argv, 0, GLOBAL_FLAGS)
  const word = argv[at]
  if (word === undefined) {
    if (argv.some((flag) => flag.startsWith('-') && flag !== '-h' && flag !== '--help')) {
      return { command: rootHelp(table), words: 'kubectl', rest: argv }
    }
    return { command: rootHelp(table), words: 'kubectl', rest: [] }
  }
  const found = Object.hasOwn(table, word) ? table[word] : undefined
  if (found === undefined) throw new KubectlError(unknownCommand(table, word))
  const rest = [...argv.slice(0, at), ...argv.slice(at + 1)]
  return isGroup(found) ? findIn(found, word, rest) : { command: found, words: `kubectl ${word}`, rest }
}

/** @param path the words so far, without `kubectl` */
const findIn = (group: CommandGroup, path: string, argv: readonly string[]): FoundCommand => {
  const at = nextWord(argv, 0, withGlobalFlags(group.alone?.flags))
  const typed = argv[at]
  const sub = typed !== undefined && Object.hasOwn(group.aliases ?? {}, typed) ? group.aliases?.[typed] : typed
  const found = sub !== undefined && Object.hasOwn(group.commands, sub) ? group.commands[sub] : undefined
  if (found !== undefined) {
    const [words, rest] = [`${path} ${sub}`, [...argv.slice(0, at), ...argv.slice(at + 1)]]
    return isGroup(found) ? findIn(found, words, rest) : { command: found, words: `kubectl ${words}`, rest }
  }
  if (group.alone !== undefined) return { command: group.alone, words: `kubectl ${path}`, rest: argv }
  if (sub === undefined) return { command: groupHelp(group, path), words: `kubectl ${path}`, rest: argv }
  throw new KubectlError(`error: unknown command "${sub}"\nSee 'kubectl ${path} -h' for help and examples`)
}

/** Index of the first argument that is neither a flag nor a flag's value. */
const nextWord = (argv: readonly string[], from: number, specs: FlagSpecs): number => {
  for (let index = from; index < argv.length; index += 1) {
    const word = argv[index] ?? ''
    if (word === '--') return argv.length
    if (!word.startsWith('-') || word === '-') return index
    const spec = word.startsWith('--')
      ? specs[word.slice(2)]
      : word.length === 2
        ? specs[nameOfShort(specs, word.charAt(1)) ?? '']
        : undefined
    const takesValue =
      spec !== undefined && spec.type !== 'bool' && !(spec.type === 'string' && spec.implied !== undefined)
    if (takesValue) index += 1
  }
  return argv.length
}

const isGroup = (entry: Command | CommandGroup): entry is CommandGroup => 'commands' in entry

const unknownCommand = (table: CommandTable, word: string): string => {
  const similar = Object.keys(table).filter(
    (name) => distance(word.toLowerCase(), name) <= 2 || name.startsWith(word.toLowerCase()),
  )
  const head = `Error: unknown command "${word}" for "kubectl"`
  return similar.length === 0 ? head : `${head}\n\nDid you mean this?\n\t${similar.join('\n\t')}\n\n`
}

const rootHelp = (table: CommandTable): Command => ({
  summary: '',
  usage: '',
  flags: {},
  run: (session) => {
    session.out(
      `kubectl controls the Kubernetes cluster manager.\n\nAvailable Commands:\n${listing(table)}\n\nUsage:\n  kubectl [flags] [options]\n\nUse "kubectl <command> --help" for more information about a given command.\n`,
    )
    return Promise.resolve()
  },
})

const groupHelp = (group: CommandGroup, word: string): Command => ({
  summary: group.summary,
  usage: 'SUBCOMMAND',
  flags: {},
  run: (session) => {
    session.out(
      `${group.summary}\n\nAvailable Commands:\n${listing(group.commands)}\n\nUsage:\n  kubectl ${word} SUBCOMMAND [options]\n\nUse "kubectl ${word} <command> --help" for more information about a given command.\n`,
    )
    return Promise.resolve(1)
  },
})

const listing = (table: CommandTable): string => {
  const width = Math.max(...Object.keys(table).map((name) => name.length)) + 3
  return Object.entries(table)
    .map(([name, entry]) => `  ${name.padEnd(width)}${entry.summary.split('\n')[0] ?? ''}`)
    .join('\n')
}
