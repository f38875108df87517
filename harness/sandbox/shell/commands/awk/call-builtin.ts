import { formatDate } from '../../dates/format-date.ts'
import type { Evaluation } from './evaluation.ts'
import { splitFields } from './records.ts'
import type { Expression } from './syntax.ts'
import { AwkSyntax } from './syntax.ts'
import type { Value } from './values.ts'
import { fromInput } from './values.ts'

type Builtin = (evaluation: Evaluation, values: readonly Expression[]) => Value

/** @returns `undefined` if awk has no function of this name */
export const builtinOf = (name: string): Builtin | undefined =>
  Object.hasOwn(BUILTINS, name) ? BUILTINS[name] : undefined

const numeric =
  (compute: (value: number) => number): Builtin =>
  ({ value, machine }, [first]) =>
    compute(machine.number(first === undefined ? undefined : value(first)))

const textual =
  (compute: (text: string) => Value): Builtin =>
  ({ value, machine }, [first]) =>
    compute(machine.text(first === undefined ? machine.records.get(0) : value(first)))

/** The pattern that an expression stands for: written between slashes, or any text. */
const sourceOf = ({ value, machine }: Evaluation, node: Expression | undefined): string =>
  node === undefined ? '' : node.type === 'pattern' ? node.source : machine.text(value(node))

const substitute =
  (isGlobal: boolean): Builtin =>
  (evaluation, [pattern, by, target]) => {
    const { machine, value, assign } = evaluation
    const matcher = machine.pattern(sourceOf(evaluation, pattern))
    const replacement = by === undefined ? '' : machine.text(value(by))
    const place: Expression = target ?? { type: 'field', index: { type: 'number', value: 0 } }
    const text = machine.text(value(place))
    let result = ''
    let count = 0
    let from = 0
    for (let at = 0; at <= text.length;) {
      machine.step()
      const found = matcher.find(text, at)
      if (found === undefined) break
      const end = found.index + found.text.length
      // An empty match right behind a match is none.
      if (found.text === '' && count > 0 && found.index === from) {
        at = found.index + 1
        continue
      }
      result += text.slice(from, found.index) + expand(replacement, found.text)
      count += 1
      from = end
      at = found.text === '' ? end + 1 : end
      if (!isGlobal) break
    }
    if (count > 0 && (place.type === 'variable' || place.type === 'field' || place.type === 'element'))
      assign(place, result + text.slice(from))
    return count
  }

const expand = (replacement: string, match: string): string =>
  replacement.replaceAll(/\\\\|\\&|&/g, (found) => (found === '&' ? match : found === String.raw`\&` ? '&' : '\\'))

const BUILTINS: Readonly<Record<string, Builtin>> = {
  length: (evaluation, values) => {
    const [first] = values
    const table = first?.type === 'variable' ? evaluation.existingTable(first.name) : undefined
    return table === undefined ? textual((text) => text.length)(evaluation, values) : table.size
  },
  substr: ({ value, machine }, [text, from, size]) => {
    const content = text === undefined ? '' : machine.text(value(text))
    const start = Math.round(machine.number(from === undefined ? 1 : value(from)))
    const end = size === undefined ? Number.POSITIVE_INFINITY : start + Math.round(machine.number(value(size)))
    return content.slice(Math.max(0, start - 1), Math.max(0, end - 1))
  },
  index: ({ value, machine }, [text, part]) =>
    text === undefined || part === undefined ? 0 : machine.text(value(text)).indexOf(machine.text(value(part))) + 1,
  split: (evaluation, [text, array, separator]) => {
    const { machine, value, table } = evaluation
    if (text === undefined || array?.type !== 'variable') throw new AwkSyntax('split needs an array')
    const content = machine.text(value(text))
    const by = separator === undefined ? machine.text(machine.variable('FS')) : sourceOf(evaluation, separator)
    const parts = splitFields(machine.pattern, content, by)
    const target = table(array.name)
    target.clear()
    for (const [at, part] of parts.entries()) target.set(String(at + 1), fromInput(part))
    return parts.length
  },
  sub: substitute(false),
  gsub: substitute(true),
  match: (evaluation, [text, pattern]) => {
    const { machine, value } = evaluation
    const found = machine
      .pattern(sourceOf(evaluation, pattern))
      .find(text === undefined ? '' : machine.text(value(text)), 0)
    machine.assign('RSTART', found === undefined ? 0 : found.index + 1)
    machine.assign('RLENGTH', found === undefined ? -1 : found.text.length)
    return found === undefined ? 0 : found.index + 1
  },
  sprintf: ({ value, machine }, [format, ...rest]) =>
    machine.format(format === undefined ? '' : machine.text(value(format)), rest.map(value)),
  sin: numeric(Math.sin),
  cos: numeric(Math.cos),
  exp: numeric(Math.exp),
  log: numeric(Math.log),
  sqrt: numeric(Math.sqrt),
  int: numeric(Math.trunc),
  atan2: ({ value, machine }, [y, x]) =>
    Math.atan2(
      machine.number(y === undefined ? undefined : value(y)),
      machine.number(x === undefined ? undefined : value(x)),
    ),
  rand: ({ machine }) => machine.random(),
  srand: ({ value, machine }, [seed]) =>
    machine.seed(seed === undefined ? Math.floor(machine.nowMs() / 1000) : machine.number(value(seed))),
  tolower: textual((text) => text.toLowerCase()),
  toupper: textual((text) => text.toUpperCase()),
  system: ({ value, machine }, [command]) => {
    const output = machine.streams.runCommand(command === undefined ? '' : machine.text(value(command)), '')
    machine.streams.print(output.stdout)
    machine.streams.complain(output.stderr)
    return output.exitCode
  },
  close: ({ value, machine, close }, [name]) => (name === undefined ? -1 : close(machine.text(value(name)))),
  fflush: () => 0,
  systime: ({ machine }) => Math.floor(machine.nowMs() / 1000),
  strftime: ({ value, machine }, [format, at]) =>
    formatDate(
      at === undefined ? machine.nowMs() : machine.number(value(at)) * 1000,
      format === undefined ? '%c' : machine.text(value(format)),
    ),
}
