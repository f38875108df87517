import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseTemplate } from './parse-template.ts'
import { printJsonPath } from './print-template.ts'
import { parseRelaxedPath } from './relaxed-path.ts'
import { evaluate } from './evaluate.ts'

const list = {
  kind: 'List',
  items: [
    { name: 'a', n: 1, tags: { 'x.y/z': 'dotted' }, state: { phase: 'Running' } },
    { name: 'b', n: 2, state: { phase: 'Pending' } },
    { name: 'c', n: 3, state: { phase: 'Running' } },
  ],
}

const print = (template: string): string => printJsonPath(template, list)

/** A template that prints is as good as one that is refused properly. */
const errorName = (template: string): string => {
  try {
    print(template)
  } catch (error) {
    return (error as Error).name
  }
  return 'KubectlError'
}

describe('templates', () => {
  it('print text as it stands and quoted text with its escapes', () => {
    expect(print('{.kind}={.kind}\\n')).toBe('List=List\\n')
    expect(print('{.kind}{"\\t"}{\'q\'}{"\\n"}')).toBe('List\tq\n')
  })

  it('repeat what is between range and end, nested too', () => {
    expect(print('{range .items[*]}{.name}{"="}{.n} {end}!')).toBe('a=1 b=2 c=3 !')
    expect(print('{range .items[*]}[{range .state.*}{@}{end}]{end}')).toBe('[Running][Pending][Running]')
    expect(print('{range .nope[*]}x{end}y')).toBe('y')
  })

  it('join the values of one action by spaces, and print maps as JSON', () => {
    expect(print('{.items[*].name}')).toBe('a b c')
    expect(print('{.items[0].state}')).toBe('{"phase":"Running"}')
  })

  it('follow indexes, slices, unions, quoted and escaped keys', () => {
    expect(print('{.items[-1].name} {.items[0:2].name} {.items[::2].name}')).toBe('c a b a c')
    expect(print("{.items[0,2]['name','n']}")).toBe('a c 1 3')
    expect(print("{.items[0].tags.x\\.y/z} {.items[0].tags['x\\.y/z']}")).toBe('dotted dotted')
  })

  it('filter by comparison and by presence', () => {
    expect(print('{.items[?(@.state.phase=="Running")].name}')).toBe('a c')
    expect(print('{.items[?(@.n>=2)].name} {.items[?(@.tags)].name}')).toBe('b c a')
  })

  it('descend through everything', () => {
    expect(print('{..phase}')).toBe('Running Pending Running')
  })

  it('print nothing for what is missing', () => {
    expect(print('{.nope.more[0].x}')).toBe('')
  })
})

describe('mistakes', () => {
  it('are worded as kubectl words them', () => {
    expect(() => print('{.status')).toThrow('error: error parsing jsonpath {.status, unclosed action')
    expect(() => print('{.items[x]}')).toThrow('error: error parsing jsonpath {.items[x]}, invalid array index x')
    expect(() => print('{.items[9].name}')).toThrow(
      /^error: error executing jsonpath "\{\.items\[9\]\.name\}": Error executing template: array index out of bounds: index 9, length 3\. Printing more/,
    )
    expect(() => print('{end}')).toThrow(/not in range, nothing to end/)
    expect(() => print('{.items[?(@.name==1)].n}')).toThrow(/incompatible types for comparison/)
  })

  it('never come as anything but an error of the language', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[{}.[\]*?()@="'a-c0-3:,\\ -]*$/), (template) => {
        expect(errorName(template)).toBe('KubectlError')
      }),
      { numRuns: 500 },
    )
  })
})

describe('relaxed paths', () => {
  it('are one path with or without braces and dot', () => {
    for (const path of ['{.items[*].name}', '.items[*].name', 'items[*].name']) {
      expect(evaluate(parseRelaxedPath(path), list)).toEqual(['a', 'b', 'c'])
    }
  })
})

it('keeps a plain template as one literal', () => {
  expect(parseTemplate('no braces')).toEqual([{ type: 'literal', text: 'no braces' }])
})
