import { textCommand } from './text-command.ts'

/** GNU wc: `-l`, `-w`, `-c`, `-m`, `-L`, in columns as wide as the size of all files needs. */
export const wc = textCommand({
  name: 'wc',
  options: {
    flags: 'lwcmL',
    valued: '',
    long: { lines: 'l', words: 'w', bytes: 'c', chars: 'm', 'max-line-length': 'L' },
  },
  run: (inputs, options) => {
    const asked = ORDER.filter((letter) => options.flags.has(letter))
    const letters = asked.length === 0 ? (['l', 'w', 'c'] as const) : asked
    const isPiped = options.operands.length === 0 || options.operands.includes('-')
    const rows = inputs.map(({ name, text }) => ({ name, counts: letters.map((letter) => COUNTS[letter](text)) }))
    const total = letters.map((letter, column) =>
      rows.reduce(
        (sum, { counts }) => (letter === 'L' ? Math.max(sum, counts[column] ?? 0) : sum + (counts[column] ?? 0)),
        0,
      ),
    )
    const size = inputs.reduce((sum, { text }) => sum + COUNTS.c(text), 0)
    // What is not a file has no size beforehand: then there are seven columns, as the program reserves them.
    const width = letters.length === 1 && rows.length <= 1 ? 0 : isPiped ? 7 : String(size).length
    const shown = [
      ...rows.map(({ name, counts }) => ({ name: options.operands.length === 0 ? '' : ` ${name}`, counts })),
      ...(options.operands.length > 1 ? [{ name: ' total', counts: total }] : []),
    ]
    return {
      stdout: shown
        .map(({ name, counts }) => `${counts.map((count) => String(count).padStart(width)).join(' ')}${name}\n`)
        .join(''),
    }
  },
})

const ORDER = ['l', 'w', 'm', 'c', 'L'] as const

const COUNTS: Readonly<Record<(typeof ORDER)[number], (text: string) => number>> = {
  l: (text) => text.split('\n').length - 1,
  w: (text) => text.split(/\s+/).filter((word) => word !== '').length,
  m: (text) => [...text].length,
  c: (text) => Buffer.byteLength(text),
  L: (text) => Math.max(...text.split('\n').map((line) => line.length)),
}
