import { parseCommand } from '../policy/parse-command.ts'
import type { SimpleCommand } from '../policy/simple-command.ts'

/** A command line for another namespace than the one that it was written for. */
export type Rewritten =
  { readonly status: 'rewritten'; readonly line: string } | { readonly status: 'refused'; readonly reason: string }

/**
 * Lets a command line that names a task's namespace work in the one that the trial really has. Every mention has to be one that is known to mean
 * the namespace, in the parsed arguments: `-n X`, `--namespace=X`, `namespace/X`, `get namespace X`, a variable's whole value, the host name of
 * a Service, `namespace: X` in a manifest. Any other mention is refused by name, as working elsewhere would be worse than not working.
 */
export const rewriteNamespace = (line: string, from: string, to: string): Rewritten => {
  const mention = mentionOf(from)
  const count = line.match(mention)?.length ?? 0
  if (from === to || count === 0) return { status: 'rewritten', line }
  const rewritten = line.replace(mention, to)
  const [before, after] = [parseCommand(line), parseCommand(rewritten)]
  if (before.status === 'unparsable') return refuse(from, before.reason)
  if (after.status === 'unparsable') return refuse(from, after.reason)
  let explained = 0
  for (const [index, command] of before.commands.entries()) {
    const other = after.commands[index]
    if (other === undefined) return refuse(from, 'it reads differently with another namespace')
    const mentions = [...wordMentions(command, other, from), ...textMentions(command, from)]
    const strange = mentions.find(({ isNamespace }) => !isNamespace)
    if (strange !== undefined) return refuse(from, `"${strange.text}" may mean something else`)
    explained += mentions.reduce((sum, { text }) => sum + (text.match(mention)?.length ?? 0), 0)
  }
  // What stands in words that only running tells cannot be judged.
  return explained >= count
    ? { status: 'rewritten', line: rewritten }
    : refuse(from, 'a part of it that only running tells names it')
}

interface Mention {
  readonly text: string
  readonly isNamespace: boolean
}

const refuse = (from: string, reason: string): Rewritten => ({
  status: 'refused',
  reason: `the namespace ${from} of the task has another name on this cluster (see OPS_NAMESPACE), and the command cannot be rewritten: ${reason}`,
})

/** The name by itself, not as a part of a longer one; `-nNAME` is one word with it. */
const mentionOf = (name: string): RegExp =>
  new RegExp(`(?<=(?:^|[^\\w-])(?:-n)?)${name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}(?![\\w-])`, 'g')

const wordMentions = ({ argv }: SimpleCommand, { argv: others }: SimpleCommand, from: string): readonly Mention[] =>
  argv.flatMap(({ text }, index) => {
    if (text === null || text === others[index]?.text) return []
    const earlier = argv[index - 1]?.text ?? ''
    return [{ text, isNamespace: isNamespaceWord(text, earlier, from) }]
  })

const isNamespaceWord = (text: string, earlier: string, from: string): boolean => {
  if (text === from) return /^(?:-n|--namespace|ns|namespaces?)$/.test(earlier)
  const [head = '', tail = '', ...more] = text.split(mentionOf(from))
  if (more.length > 0) return false
  if (tail === '') return /^(?:-n=?|--namespace=|\w+=|(?:ns|namespaces?)\/)$/.test(head) || isServiceBefore(head)
  // http://demo-app.NAMESPACE.svc.cluster.local:80/path
  return isServiceBefore(head) && /^(?:\.svc(?:\.cluster\.local)?)?(?::\d+)?(?:\/\S*)?$/.test(tail)
}

const isServiceBefore = (head: string): boolean => /^(?:https?:\/\/)?[\w-]+\.$/.test(head)

const textMentions = ({ assignments, stdin }: SimpleCommand, from: string): readonly Mention[] => [
  ...[...assignments.values()].flatMap((value) =>
    value !== null && mentionOf(from).test(value) ? [{ text: value, isNamespace: value === from }] : [],
  ),
  ...(stdin ?? '')
    .split('\n')
    .filter((line) => mentionOf(from).test(line))
    .map((text) => ({
      text,
      isNamespace: new RegExp(`^\\s*"?namespace"?:\\s*["']?${from}["']?,?\\s*$`).test(text),
    })),
]
