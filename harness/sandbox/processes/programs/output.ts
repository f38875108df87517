import type { Program } from '../types.ts'
import { TestFailure, testHolds } from '../shell/test-expression.ts'

export const echo: Program = {
  isQuick: true,
  run: ({ args, streams }) => {
    const rest = [...args]
    let isOpen = false
    let isEscaped = false
    while (/^-[neE]+$/.test(rest[0] ?? '')) {
      const flags = rest.shift() ?? ''
      if (flags.includes('n')) isOpen = true
      if (flags.includes('e')) isEscaped = true
    }
    const text = rest.join(' ')
    streams.stdout.write(`${isEscaped ? unescape(text) : text}${isOpen ? '' : '\n'}`)
    return 0
  },
}

export const printf: Program = {
  isQuick: true,
  run: ({ args, streams }) => {
    const [format = '', ...values] = args
    const holes = format.match(/%[-0-9.]*[sdiuxXfcb]/g)?.length ?? 0
    let text = ''
    do text += fill(unescape(format), values)
    while (values.length > 0 && holes > 0)
    streams.stdout.write(text)
    return 0
  },
}

const fill = (format: string, values: string[]): string =>
  format.replaceAll(/%(?:%|(-?)(0?)(\d*)(?:\.(\d+))?([sdiuxXfcb]))/g, (all, left, zero, width, precision, kind) => {
    if (all === '%%') return '%'
    const value = values.shift() ?? ''
    const digits = precision === undefined ? undefined : Number(precision)
    const text =
      kind === 's'
        ? value.slice(0, digits)
        : kind === 'b'
          ? unescape(value)
          : kind === 'c'
            ? value.charAt(0)
            : kind === 'f'
              ? Number(value).toFixed(digits ?? 6)
              : kind === 'x' || kind === 'X'
                ? Math.trunc(Number(value)).toString(16)
                : String(Math.trunc(Number(value)) || 0)
    return left === '-' ? text.padEnd(Number(width)) : text.padStart(Number(width || 0), zero === '0' ? '0' : ' ')
  })

const unescape = (text: string): string =>
  text.replaceAll(
    /\\(0?[0-7]{1,3}|[abfnrtv\\])/g,
    (_all, code: string) => ESCAPES[code] ?? String.fromCodePoint(Number.parseInt(code, 8)),
  )

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
}

export const success: Program = { isQuick: true, run: () => 0 }
export const failure: Program = { isQuick: true, run: () => 1 }

export const test: Program = {
  isQuick: true,
  run: ({ args, name, table, directory, streams }) => {
    const words = name === '[' ? args.slice(0, -1) : args
    if (name === '[' && args.at(-1) !== ']') {
      streams.stderr.write('sh: [: missing ]\n')
      return 2
    }
    try {
      return testHolds({ files: table.files, directory }, words) ? 0 : 1
    } catch (error) {
      if (!(error instanceof TestFailure)) throw error
      streams.stderr.write(`sh: ${error.message}\n`)
      return 2
    }
  },
}
