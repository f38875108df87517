import { describe, expect, it } from 'vitest'
import { neutralise, neutraliseJson } from './neutralise.ts'
import { paintFor } from './paint.ts'

const ESC = '\u001b'

describe('text from elsewhere on a terminal', () => {
  it('shows escape sequences and other controls instead of obeying them', () => {
    expect(neutralise(`a${ESC}]0;title\u0007b${ESC}[2Jc\rd\u009b31me\u007f`)).toBe(
      String.raw`a\x1b]0;title\x07b\x1b[2Jc\x0dd\x9b31me\x7f`,
    )
  })

  it('leaves lines, tabs, letters of any script and our own colours alone', () => {
    const terminal = { isTTY: true, columns: 80, write: () => {} }
    const paint = paintFor({ env: {} }, terminal)
    const text = `é\t漢\n${paint.good('g')}${paint.bad('b')}${paint.faint('f')}${paint.strong('s')}`
    expect(text).toContain(ESC)
    expect(neutralise(text)).toBe(text)
  })

  it('escapes in JSON what JSON itself leaves bare', () => {
    const text = neutraliseJson(JSON.stringify({ a: `${ESC}\u009b\u007f` }))
    expect(text).toBe(String.raw`{"a":"\u001b\u009b\u007f"}`)
    expect(JSON.parse(text)).toEqual({ a: `${ESC}\u009b\u007f` })
  })
})
