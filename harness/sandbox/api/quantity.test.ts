import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addQuantities,
  canonicalQuantity,
  compareQuantities,
  milliValue,
  parseQuantity,
  unitValue,
} from './quantity.ts'

describe('a quantity', () => {
  it.each([
    ['0.5', '500m'],
    ['1000m', '1'],
    ['1024Mi', '1Gi'],
    ['1.5Gi', '1536Mi'],
    ['100', '100'],
    ['2e3', '2e3'],
    ['1500k', '1500k'],
    ['0.1Mi', '104857600m'],
    ['128974848', '128974848'],
    ['0', '0'],
    ['-5m', '-5m'],
    ['1E', '1E'],
    ['12e6', '12e6'],
    [0.25, '250m'],
  ])('%s reads %s in its canonical form', (text, canonical) => {
    expect(canonicalQuantity(text)).toBe(canonical)
  })

  it.each(['lots', '', '1 Gi', '5x', 'Mi', '1.2.3', '--1'])('is not %s', (text) => {
    expect(parseQuantity(text)).toBeUndefined()
  })

  it('gives millicores and bytes, rounded up', () => {
    expect([milliValue('0.1'), milliValue('2'), milliValue('1u'), unitValue('64Mi'), unitValue('100m')]).toEqual([
      100, 2000, 1, 67_108_864, 1,
    ])
    expect(() => milliValue('lots')).toThrow(RangeError)
  })

  it('adds up in the form of the first', () => {
    expect([
      addQuantities('100m', '400m', '1'),
      addQuantities('70Mi', '200Mi'),
      compareQuantities('1Gi', '1G'),
    ]).toEqual(['1500m', '270Mi', 1])
  })

  it('keeps its amount in the canonical form, which is its own canonical form', () => {
    const suffix = fc.constantFrom('', 'm', 'k', 'M', 'G', 'Ki', 'Mi', 'Gi', 'e2', 'e-3')
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), suffix, (amount, unit) => {
        const canonical = canonicalQuantity(`${amount}${unit}`)
        expect(canonical).toBeDefined()
        expect(compareQuantities(`${amount}${unit}`, canonical!)).toBe(0)
        expect(canonicalQuantity(canonical!)).toBe(canonical)
      }),
    )
  })

  it('is the same whether it is written with a fraction of nothing or without', () => {
    const suffix = fc.constantFrom('', 'm', 'Ki', 'Mi', 'Gi')
    const amount = fc.tuple(fc.integer({ min: 0, max: 1_000_000 }), suffix)
    fc.assert(
      fc.property(amount, amount, ([a, unitA], [b, unitB]) => {
        const [plain, other] = [`${a}${unitA}`, `${b}${unitB}`]
        const [exact, exactOther] = [`${a}.0${unitA}`, `${b}.0${unitB}`]
        expect([milliValue(plain), unitValue(plain), canonicalQuantity(plain)]).toEqual([
          milliValue(exact),
          unitValue(exact),
          canonicalQuantity(exact),
        ])
        expect(compareQuantities(plain, other)).toBe(compareQuantities(exact, exactOther))
      }),
    )
  })
})
