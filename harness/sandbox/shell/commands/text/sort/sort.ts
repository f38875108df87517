import type { Output } from '../../../script/command.ts'
import { lastValue } from '../read-options.ts'
import { joined, linesOf, textCommand } from '../text-command.ts'
import { compareBy } from './compare-by.ts'
import { parseKey } from './parse-key.ts'
import type { SortKey } from './parse-key.ts'

const LETTERS: readonly string[] = ['n', 'r', 'h', 'V', 'b', 'f', 'M', 'g', 'd', 'i']

/** GNU sort: `-k`, `-t`, `-n`, `-g`, `-h`, `-V`, `-M`, `-f`, `-b`, `-r`, `-u`, `-s`, `-c`; bytes decide, as in the locale C.UTF-8. */
export const sort = textCommand({
  name: 'sort',
  usageCode: 2,
  options: {
    flags: `${LETTERS.join('')}uscCmz`,
    valued: 'ktoST',
    long: {
      key: 'k',
      'field-separator': 't',
      'numeric-sort': 'n',
      'general-numeric-sort': 'g',
      'human-numeric-sort': 'h',
      'version-sort': 'V',
      'month-sort': 'M',
      'ignore-case': 'f',
      'ignore-leading-blanks': 'b',
      reverse: 'r',
      unique: 'u',
      stable: 's',
      check: 'c',
    },
  },
  run: (inputs, options) => {
    const global = new Set(LETTERS.filter((letter) => options.flags.has(letter)))
    const keys = (options.values.get('k') ?? []).map((text) => parseKey(text, global))
    const whole: SortKey = { from: { field: 1, character: 1 }, to: undefined, letters: global }
    const byKeys = compareBy(keys.length === 0 ? [whole] : keys, lastValue(options, 't'))
    const isUnique = options.flags.has('u')
    const isPlain = isUnique || options.flags.has('s')
    const direction = global.has('r') ? -1 : 1
    const compare = (a: string, b: string): number =>
      byKeys(a, b) || (isPlain || a === b ? 0 : direction * (a < b ? -1 : 1))
    const lines = inputs.flatMap(({ text }) => linesOf(text))
    if (options.flags.has('c')) return check(inputs[0]?.name ?? '-', lines, compare, isUnique)
    const sorted = lines.toSorted(compare)
    return {
      stdout: joined(
        isUnique ? sorted.filter((line, at) => at === 0 || byKeys(sorted[at - 1] ?? '', line) !== 0) : sorted,
      ),
    }
  },
})

const check = (
  name: string,
  lines: readonly string[],
  compare: (a: string, b: string) => number,
  isUnique: boolean,
): Partial<Output> => {
  const at = lines.findIndex((line, index) => {
    const order = index === 0 ? -1 : compare(lines[index - 1] ?? '', line)
    return order > 0 || (isUnique && order === 0)
  })
  return at < 0 ? {} : { stderr: `sort: ${name}:${at + 1}: disorder: ${lines[at]}\n`, exitCode: 1 }
}
