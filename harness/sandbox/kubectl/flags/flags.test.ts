import { describe, expect, it } from 'vitest'
import { parseDuration } from './duration.ts'
import { parseFlags } from './parse.ts'
import type { FlagSpecs } from './types.ts'

const SPECS = {
  namespace: { type: 'string', short: 'n' },
  output: { type: 'string', short: 'o' },
  all: { type: 'bool', short: 'A' },
  watch: { type: 'bool', short: 'w' },
  tail: { type: 'int', initial: -1 },
  timeout: { type: 'duration', initial: '30s' },
  filename: { type: 'strings', short: 'f' },
  env: { type: 'array', short: 'e' },
  'dry-run': { type: 'string', initial: 'none', implied: 'unchanged' },
} as const satisfies FlagSpecs

const parse = (...argv: string[]) => parseFlags('kubectl get', SPECS, argv)

describe('flags', () => {
  it('take values in every way that pflag knows', () => {
    for (const argv of [
      ['-n', 'x'],
      ['-nx'],
      ['-n=x'],
      ['--namespace', 'x'],
      ['--namespace=x'],
      ['-Anx'],
      ['-wA', '-n', 'x'],
    ]) {
      expect(parse(...argv).text('namespace')).toBe('x')
    }
    expect(parse('-ojsonpath={.a}').text('output')).toBe('jsonpath={.a}')
  })

  it('stand before, between and after arguments; after -- everything is an argument', () => {
    const flags = parse('pod', '-A', 'web', '--', 'sh', '-c', 'x')
    expect(flags.args).toEqual(['pod', 'web', 'sh', '-c', 'x'])
    expect([flags.dashAt, flags.bool('all')]).toEqual([2, true])
  })

  it('repeat, with or without commas', () => {
    expect(parse('-f', 'a,b', '-fc').list('filename')).toEqual(['a', 'b', 'c'])
    expect(parse('-e', 'A=1,2', '-e', 'B=3').list('env')).toEqual(['A=1,2', 'B=3'])
  })

  it('have a value of their own when they may stand alone', () => {
    expect([
      parse().text('dry-run'),
      parse('--dry-run').text('dry-run'),
      parse('--dry-run=server').text('dry-run'),
    ]).toEqual(['none', 'unchanged', 'server'])
    expect([parse('--all=false').bool('all'), parse().int('tail'), parse().durationMs('timeout')]).toEqual([
      false,
      -1,
      30_000,
    ])
  })

  it('are refused in kubectl’s words', () => {
    const message = (...argv: string[]): string => {
      try {
        parse(...argv)
      } catch (error) {
        return (error as Error).message.split('\n')[0] ?? ''
      }
      return 'accepted'
    }
    expect(message('--nope')).toBe('Error: unknown flag: --nope')
    expect(message('-Z')).toBe("Error: unknown shorthand flag: 'Z' in -Z")
    expect(message('pods', '-n')).toBe("Error: flag needs an argument: 'n' in -n")
    expect(message('--output')).toBe('Error: flag needs an argument: --output')
    expect(message('--tail=abc')).toBe(
      'Error: invalid argument "abc" for "--tail" flag: strconv.ParseInt: parsing "abc": invalid syntax',
    )
    expect(message('--timeout=5')).toBe(
      'Error: invalid argument "5" for "--timeout" flag: time: missing unit in duration "5"',
    )
  })
})

it('reads durations in Go’s notation', () => {
  expect(['1h30m', '500ms', '0', '1.5s', '5', 'x', ''].map(parseDuration)).toEqual([
    5_400_000,
    500,
    0,
    1500,
    undefined,
    undefined,
    undefined,
  ])
})
