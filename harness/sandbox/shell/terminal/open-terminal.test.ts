import { expect, it } from 'vitest'
import { openTerminal } from './open-terminal.ts'

const aTerminal = () => {
  const said: string[] = []
  let screen = ''
  const terminal = openTerminal({
    show: (text) => {
      screen += text
    },
    line: (text) => said.push(text),
    interrupt: () => said.push('<interrupt>'),
    end: () => said.push('<end>'),
  })
  return {
    ...terminal,
    said,
    screen: () => screen,
    /** Keys are read when the streams have their turn. */
    press: async (text: string) => {
      terminal.keys(Buffer.from(text))
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
}

it('hands on whole lines, as they stand after editing', async () => {
  const terminal = aTerminal()
  for (const keys of ['lx', '\u007f', 's', '\u001b[D', '\u001b[D', '-', '\r', '\u001b[A', '\r'])
    await terminal.press(keys)
  expect(terminal.said).toEqual(['-ls\n', '-ls\n'])
})

it('begins output at the left, and keeps a prompt when the line is drawn again', async () => {
  const terminal = aTerminal()
  terminal.write('one\ntwo\n/ # ')
  await terminal.press('ab\u001b[Dx')
  expect(terminal.screen()).toContain('one\r\ntwo\r\n/ # ')
  expect(terminal.screen()).toContain('/ # axb')
})

it('forgets a line at Ctrl-C, and ends at Ctrl-D on an empty one', async () => {
  const terminal = aTerminal()
  await terminal.press('rubbish\u0003')
  await terminal.press('good\r')
  await terminal.press('\u0004')
  expect(terminal.said).toEqual(['<interrupt>', 'good\n', '<end>'])
})
