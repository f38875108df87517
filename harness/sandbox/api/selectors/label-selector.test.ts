import { describe, expect, it } from 'vitest'
import { formatLabelSelector, matchesLabels, parseLabelSelector, SelectorSyntaxError } from './label-selector.ts'

describe('a label selector', () => {
  it.each([
    ['', {}, true],
    ['app=web', { app: 'web' }, true],
    ['app==web,tier!=db', { app: 'web' }, true],
    ['app=web,tier!=db', { app: 'web', tier: 'db' }, false],
    ['env in (a, b)', { env: 'b' }, true],
    ['env notin (a,b)', { env: 'c' }, true],
    ['env notin (a,b)', {}, true],
    ['app', { app: '' }, true],
    ['!app', { app: '' }, false],
    ['! app', {}, true],
    ['cpu>2', { cpu: '10' }, true],
    ['cpu<2', { cpu: '10' }, false],
    ['app=', { app: '' }, true],
    ['shop.example.com/part-of=x', { 'shop.example.com/part-of': 'x' }, true],
  ])('%s on %j is %s', (text, labels, expected) => {
    expect(parseLabelSelector(text)(labels as Readonly<Record<string, string>>)).toBe(expected)
  })

  it.each(['a=b=c', 'a in', 'a in (b', ',', '=b', 'a b'])('cannot be %s', (text) => {
    expect(() => parseLabelSelector(text)).toThrow(SelectorSyntaxError)
  })

  it('of an object matches nothing when it is missing and everything when it is empty', () => {
    expect([matchesLabels(undefined, { a: 'b' }), matchesLabels({}, { a: 'b' })]).toEqual([false, true])
  })

  it('of an object reads as text, sorted', () => {
    const matchExpressions = [
      { key: 'env', operator: 'In', values: ['b', 'a'] },
      { key: 'old', operator: 'DoesNotExist' },
    ]
    const text = formatLabelSelector({ matchLabels: { tier: 'x', app: 'web' }, matchExpressions })
    expect(text).toBe('app=web,env in (a,b),!old,tier=x')
    expect(parseLabelSelector(text)({ app: 'web', env: 'a', tier: 'x' })).toBe(true)
  })
})
