import type { Matcher } from '../../patterns/matcher.ts'
import { formatText } from './format-text.ts'
import { createPatterns } from './pattern.ts'
import { createRecords } from './records.ts'
import type { Records } from './records.ts'
import type { Streams } from './streams.ts'
import type { FunctionNode } from './syntax.ts'
import type { Value } from './values.ts'
import { toNumber, toText } from './values.ts'

export type Table = Map<string, Value>

/** Variables of a function's call. An array that the caller does not have yet comes into being at its first use. */
export interface Frame {
  readonly scalars: Map<string, Value>
  readonly tables: Map<string, () => Table>
  readonly names: ReadonlySet<string>
}

/** A running program. */
export interface Machine {
  readonly streams: Streams
  readonly functions: ReadonlyMap<string, FunctionNode>
  readonly tables: Map<string, Table>
  readonly records: Records
  readonly pattern: (source: string) => Matcher
  readonly text: (value: Value) => string
  readonly number: (value: Value) => number
  readonly format: (format: string, values: readonly Value[]) => string
  readonly variable: (name: string) => Value
  readonly assign: (name: string, value: Value) => void
  /** Counts one step. @throws {Endless} when there were too many */
  readonly step: () => void
  readonly nowMs: () => number
  /** In [0, 1). */
  readonly random: () => number
  readonly seed: (value: number) => number
}

/** The program would go on for ever. */
export class Endless extends Error {
  override readonly name = 'Endless'
}

/** Steps of a program before it is taken for endless. */
const MAX_STEPS = 2_000_000

export const createMachine = (
  streams: Streams,
  functions: ReadonlyMap<string, FunctionNode>,
  nowMs: () => number,
): Machine => {
  const variables = new Map<string, Value>([
    ['FS', ' '],
    ['OFS', ' '],
    ['ORS', '\n'],
    ['RS', '\n'],
    ['SUBSEP', '\x1c'],
    ['CONVFMT', '%.6g'],
    ['OFMT', '%.6g'],
    ['NR', 0],
    ['FNR', 0],
    ['FILENAME', ''],
    ['RSTART', 0],
    ['RLENGTH', -1],
  ])
  const pattern = createPatterns()
  const number = toNumber
  const convert = (value: number): string => {
    const format = variables.get('CONVFMT')
    return formatText({ number, text: String }, typeof format === 'string' ? format : '%.6g', [value])
  }
  const text = (value: Value): string => toText(value, convert)
  const plain = (name: string): string => text(variables.get(name))
  const records = createRecords({
    pattern,
    fieldSeparator: () => plain('FS'),
    outputSeparator: () => plain('OFS'),
    text,
  })
  let steps = 0
  let state = 0
  let lastSeed = 0
  return {
    streams,
    functions,
    tables: new Map(),
    records,
    pattern,
    text,
    number,
    format: (format, values) => formatText({ number, text }, format, values),
    variable: (name) => (name === 'NF' ? records.count() : variables.get(name)),
    assign: (name, value) => {
      if (name === 'NF') records.resize(number(value))
      else variables.set(name, value)
    },
    step: () => {
      steps += 1
      if (steps > MAX_STEPS) throw new Endless(`more than ${MAX_STEPS} steps`)
    },
    nowMs,
    random: () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return state / 4_294_967_296
    },
    seed: (value) => {
      const before = lastSeed
      lastSeed = value
      state = value >>> 0
      return before
    },
  }
}
