import { expect, test } from 'vitest'
import { fillPlaceholders } from './placeholders.ts'

test('placeholders are filled in keys and strings at any depth, and a lone list stays a list', () => {
  const document = { pods: { __NAMESPACE__: '__PODS__' }, list: ['a __POD__', 3, null], text: 'of __PODS__' }
  expect(fillPlaceholders(document, { __NAMESPACE__: 'shop', __POD__: 'p1', __PODS__: ['p1', 'p2'] })).toEqual({
    pods: { shop: ['p1', 'p2'] },
    list: ['a p1', 3, null],
    text: 'of p1 p2',
  })
})

test('a value is never read as a placeholder or a pattern', () => {
  expect(fillPlaceholders('__POD__', { __POD__: '$& __PODS__' })).toBe('$& __PODS__')
})

test('a placeholder without a value is an error that names it', () => {
  expect(() => fillPlaceholders({ a: ['__WORKLOAD__'] }, {})).toThrow('__WORKLOAD__ has no value here')
})
