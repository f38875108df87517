import { describe, expect, it } from 'vitest'
import { compilePatterns } from './compile-pattern.ts'
import { parseGrepOptions } from './options.ts'
import { searchText } from './search-text.ts'

const TEXT = 'one\ntwo\nthree four\nFive 5\nsix.7\n'

/** What `grep ARGS` selects of TEXT. */
const select = (...args: readonly string[]): string => {
  const options = parseGrepOptions(args)
  return searchText(TEXT, compilePatterns(options.patterns, options), options, undefined).text
}

describe('grep', () => {
  it('uses every pattern that is given', () => {
    expect(select('-e', 'one', '-e', 'six')).toBe('one\nsix.7\n')
    expect(select('-E', '-e', '^o', '-etwo|Five')).toBe('one\ntwo\nFive 5\n')
    expect(select('one\nsix')).toBe('one\nsix.7\n')
  })

  it('prints context with the marks of GNU grep', () => {
    expect(select('-A1', 'two')).toBe('two\nthree four\n')
    expect(select('-nB1', 'three')).toBe('2-two\n3:three four\n')
    expect(select('-C', '0', 'two')).toBe('two\n')
    expect(select('-A0', '-B1', '-e', 'two', '-e', 'six')).toBe('one\ntwo\n--\nFive 5\nsix.7\n')
    expect(select('-1', 'one')).toBe('one\ntwo\n')
    expect(select('-m1', '-A1', 'o')).toBe('one\ntwo\n')
  })

  it('reads basic and extended expressions by their own rules', () => {
    expect(select('one\\|two')).toBe('one\ntwo\n')
    expect(select('one|two')).toBe('')
    expect(select('-E', 'one|two')).toBe('one\ntwo\n')
    expect(select('[[:digit:]]$')).toBe('Five 5\nsix.7\n')
    expect(select('e\\{2\\}')).toBe('three four\n')
    expect(select('-E', 'e{2}')).toBe('three four\n')
    expect(select('-E', '^[^ ]+ +[a-z]+$')).toBe('three four\n')
    expect(select('\\<four\\>')).toBe('three four\n')
    expect(select('x.')).toBe('six.7\n')
    expect(select('*')).toBe('')
  })

  it('knows fixed strings and Perl expressions', () => {
    expect(select('-F', 'x.')).toBe('six.7\n')
    expect(select('-F', 'e.')).toBe('')
    expect(select('-P', '\\w+(?= four)')).toBe('three four\n')
    expect(select('-oP', 'six\\.\\K\\d')).toBe('7\n')
    expect(select('-P', '(?i)^F')).toBe('Five 5\n')
    expect(select('-oP', '\\d+')).toBe('5\n7\n')
  })

  it('selects by word, by line, by case and inverted', () => {
    expect(select('-w', 'fou')).toBe('')
    expect(select('-w', 'four')).toBe('three four\n')
    expect(select('-x', 'two')).toBe('two\n')
    expect(select('-i', 'FIVE')).toBe('Five 5\n')
    expect(select('-v', 'o')).toBe('Five 5\nsix.7\n')
    expect(select('-vE', 'o|5')).toBe('six.7\n')
    expect(select('-o', '[a-z]o')).toBe('wo\nfo\n')
  })

  it('refuses what is no expression or no option', () => {
    expect(() => select('[')).toThrow('Unmatched [')
    expect(() => select('-E', '(')).toThrow('Unmatched (')
    expect(() => select('-Y', 'x')).toThrow("invalid option -- 'Y'")
    expect(() => parseGrepOptions([])).toThrow('Usage: grep')
  })
})
