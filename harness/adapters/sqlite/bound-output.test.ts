import fc from 'fast-check'
import { expect, test } from 'vitest'
import { boundOutput } from './bound-output.ts'

test('a short output is kept to the letter', () => {
  expect(boundOutput('é\n')).toEqual({ text: 'é\n', bytes: 3, isCut: false })
})

test('a long output keeps its beginning and says how much is missing', () => {
  expect(boundOutput('abcdefgh', 3)).toEqual({ text: 'abc\n[cut: 5 of 8 bytes]\n', bytes: 8, isCut: true })
})

test('no character is cut in two', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(20), (output, limitBytes) => {
      const { text, isCut } = boundOutput(output, limitBytes)
      const kept = isCut ? text.slice(0, text.lastIndexOf('\n[cut: ')) : text
      expect(output.startsWith(kept)).toBe(true)
    }),
  )
})
