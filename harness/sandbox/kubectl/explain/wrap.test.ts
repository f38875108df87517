import { describe, expect, it } from 'vitest'
import { wrap } from './wrap.ts'

describe('a wrapped text', () => {
  it('breaks between words, never inside of them, and keeps its own lines', () => {
    expect(wrap('one two three', 7, 2)).toBe('  one two\n  three\n')
    expect(wrap('a incomprehensibilities b', 5, 0)).toBe('a\nincomprehensibilities\nb\n')
    expect(wrap('first\n\n - second', 20, 1)).toBe(' first\n \n  - second\n')
  })
})
