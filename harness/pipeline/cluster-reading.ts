import { parseCommand } from '../policy/parse-command.ts'
import type { SimpleCommand } from '../policy/simple-command.ts'

/** Programs that pass on, cut or order what they read, or print nothing; text of their own they cannot make up unseen. */
const FILTERS = new Set(
  (
    'kubectl grep egrep fgrep awk gawk sed jq sort uniq head tail cut tr wc column cat tac nl paste seq xargs sleep timeout ' +
    'export set unset env true false test [ [[ : read local shift break continue return exit wait date curl wget'
  ).split(' '),
)

/**
 * Whether what a command line printed was read from the cluster: it runs kubectl, and beside it only programs that filter. A line
 * that prints texts of its own (echo, printf, a here-document), or that cannot be read, shows nothing.
 */
export const isClusterReading = (line: string): boolean => {
  const parsed = parseCommand(line)
  if (parsed.status === 'unparsable') return false
  const programs = parsed.commands.map(programOf)
  return programs.includes('kubectl') && parsed.commands.every(isFilter)
}

const programOf = ({ argv }: SimpleCommand): string | null | undefined =>
  argv.length === 0 ? undefined : (argv[0]?.text?.split('/').at(-1) ?? null)

const isFilter = (command: SimpleCommand): boolean => {
  const program = programOf(command)
  if (program === null || command.stdin !== null) return false
  return program === undefined || FILTERS.has(program)
}
