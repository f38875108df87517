import fc from 'fast-check'
import { parse } from 'yaml'
import { describe, expect, it } from 'vitest'
import { ageSince, humanDuration } from '../format/age.ts'
import { printCustomColumns } from './custom-columns.ts'
import { toJson } from '../format/json.ts'
import { alignTabs, DESCRIPTION, TABLE } from '../format/tabwriter.ts'
import { toYaml } from '../format/yaml.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

describe('ages', () => {
  it('become coarser as time goes by', () => {
    const texts = [0, 45 * SECOND, 119 * SECOND, 182 * SECOND, 9 * MINUTE, 12 * MINUTE + 5000, 179 * MINUTE].map(
      humanDuration,
    )
    expect(texts).toEqual(['0s', '45s', '119s', '3m2s', '9m', '12m', '179m'])
    expect(
      [5.5 * HOUR, 8 * HOUR, 47 * HOUR, 51 * HOUR, 30 * DAY, 700 * DAY, 800 * DAY, 3000 * DAY].map(humanDuration),
    ).toEqual(['5h30m', '8h', '47h', '2d3h', '30d', '700d', '2y70d', '8y'])
  })

  it('allow for clocks that differ by a second, and say when there is no time', () => {
    expect([humanDuration(-900), humanDuration(-1500), humanDuration(-2500)]).toEqual(['0s', '0s', '<invalid>'])
    expect(ageSince(undefined, 0)).toBe('<unknown>')
  })
})

describe('tables', () => {
  it('give a column its widest cell and three spaces, six at least, and leave the last cell alone', () => {
    expect(alignTabs('NAME\tREADY\tAGE\nweb\t1\t3s', TABLE)).toBe('NAME   READY   AGE\nweb    1       3s')
    expect(alignTabs('a\t0\t9s', TABLE)).toBe('a     0     9s')
  })

  it('align only neighbouring lines that have the cell', () => {
    expect(alignTabs('a:\t1\nlonger:\t2\nplain\nb:\t3', DESCRIPTION)).toBe('a:       1\nlonger:  2\nplain\nb:  3')
  })
})

describe('yaml', () => {
  it('quotes what would read back as something else, in the manner of go-yaml', () => {
    const value = {
      a: 'true',
      b: '1e3',
      c: 'with: colon',
      d: '2026-01-01',
      e: '',
      f: 'x\ty',
      n: 'plain text',
      '80': null,
    }
    expect(toYaml(value)).toBe(
      '"80": null\na: "true"\nb: "1e3"\nc: \'with: colon\'\nd: "2026-01-01"\ne: ""\nf: "x\\ty"\n"n": plain text\n',
    )
  })

  it('sorts keys, keeps lists level with their key, and writes empty ones in flow style', () => {
    expect(toYaml({ b: [{ y: 1, x: [] }, 'z'], a: {} })).toBe('a: {}\nb:\n- x: []\n  "y": 1\n- z\n')
  })

  it('folds long text after column 80 and writes text of several lines as a block', () => {
    const long = `${'word '.repeat(20)}end`
    expect(toYaml({ a: long, b: 'x\ny\n', c: 'x\ny' })).toBe(
      `a: ${'word '.repeat(15)}word\n  word word word word end\nb: |\n  x\n  y\nc: |-\n  x\n  y\n`.replace(
        `${'word '.repeat(15)}word\n  word word word word end`,
        `${'word '.repeat(16).trimEnd()}\n  word word word word end`,
      ),
    )
  })

  it('reads back as the same value, whatever the text', () => {
    const text = fc.oneof(fc.string(), fc.stringMatching(/^[a-z0-9 :#'"{}[\],&*!|>%@`~.+-]*$/))
    fc.assert(
      fc.property(
        fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.oneof(text, fc.integer(), fc.boolean(), fc.array(text))),
        (value) => {
          expect(parse(toYaml(value))).toEqual(value)
        },
      ),
    )
  })
})

describe('json', () => {
  it('sorts keys, indents by four, and escapes angle brackets as Go does', () => {
    expect(toJson({ b: ['<a>'], a: {} }, 4)).toBe('{\n    "a": {},\n    "b": [\n        "\\u003ca\\u003e"\n    ]\n}')
    expect(toJson({ b: 1, a: 'x' })).toBe('{"a":"x","b":1}')
  })

  it('reads back as the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(toJson(value, 4))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })
})

describe('custom columns', () => {
  it('join several values with commas and show what is missing', () => {
    const pods = [{ metadata: { name: 'a' }, s: [{ r: true }, { r: false }] }, { metadata: { name: 'b' } }]
    expect(printCustomColumns('NAME:.metadata.name,READY:.s[*].r', pods, false)).toBe(
      'NAME   READY\na      true,false\nb      <none>\n',
    )
  })

  it('refuse a column without a path', () => {
    expect(() => printCustomColumns('NAME', [], false)).toThrow(/expected <header>:<json-path-expr>/)
  })
})
