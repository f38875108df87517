import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { difference, type FieldSet, intersection, isEmpty, pathsOf, union } from './field-set.ts'

const setOfPaths = (paths: readonly (readonly string[])[]): FieldSet =>
  paths.reduce<FieldSet>(
    (set, path) =>
      union(
        set,
        path.toReversed().reduce<FieldSet>((child, step) => ({ [step]: child }), {}),
      ),
    {},
  )

const path = fc.array(fc.constantFrom('f:a', 'f:b', 'f:c'), { minLength: 1, maxLength: 3 })
const paths = fc.array(path, { maxLength: 6 })
const keyed = (list: readonly (readonly string[])[]): readonly string[] =>
  [...new Set(list.map((each) => each.join('/')))].sort()
const listed = (set: FieldSet): readonly string[] => keyed(pathsOf(set))

describe('sets of fields behave as sets of paths', () => {
  it.each([
    ['union', union, (a: readonly string[], b: readonly string[]) => [...new Set([...a, ...b])].sort()],
    ['difference', difference, (a: readonly string[], b: readonly string[]) => a.filter((each) => !b.includes(each))],
    [
      'intersection',
      intersection,
      (a: readonly string[], b: readonly string[]) => a.filter((each) => b.includes(each)),
    ],
  ] as const)('%s', (_name, operation, expected) => {
    fc.assert(
      fc.property(paths, paths, (a, b) => {
        expect(listed(operation(setOfPaths(a), setOfPaths(b)))).toEqual(expected(keyed(a), keyed(b)))
      }),
    )
  })

  it('and an empty one is empty', () => {
    fc.assert(
      fc.property(paths, (a) => {
        expect(isEmpty(difference(setOfPaths(a), setOfPaths(a)))).toBe(true)
      }),
    )
  })
})
