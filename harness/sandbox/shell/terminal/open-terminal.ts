import { createInterface } from 'node:readline'
import { PassThrough, Writable } from 'node:stream'

export interface TerminalOptions {
  /** Bytes for the screen. */
  readonly show: (text: string) => void
  /** A line that was entered, with its end. */
  readonly line: (text: string) => void
  /** Ctrl-C. */
  readonly interrupt: () => void
  /** Ctrl-D on an empty line. */
  readonly end: () => void
}

/** A terminal's line discipline: keys become edited lines, with a history; output begins at the left. */
export interface Terminal {
  readonly keys: (bytes: Buffer) => void
  readonly write: (text: string) => void
  readonly resize: (columns: number, rows: number) => void
  readonly close: () => void
}

export const openTerminal = ({ show, line, interrupt, end }: TerminalOptions): Terminal => {
  const input = new PassThrough()
  const screen = Object.assign(
    new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        show(chunk.toString('utf8'))
        done()
      },
    }),
    { columns: 80, rows: 24 },
  )
  const editor = createInterface({ input, output: screen, terminal: true, historySize: 1000 })
  // What stands before the cursor is the program's: the editor draws it again when the line changes.
  editor.setPrompt('')
  let isClosed = false
  let tail = ''
  editor.on('line', (text) => {
    tail = ''
    editor.setPrompt('')
    line(`${text}\n`)
  })
  editor.on('SIGINT', () => {
    // Before the program's answer: the line that was begun is gone.
    editor.write(null, { ctrl: true, name: 'e' })
    Object.assign(editor, { line: '', cursor: 0 })
    show('^C\r\n')
    tail = ''
    editor.setPrompt('')
    interrupt()
  })
  editor.on('close', () => {
    if (!isClosed) end()
    isClosed = true
  })
  return {
    keys: (bytes) => {
      if (!isClosed) input.write(bytes)
    },
    write: (text) => {
      show(text.replace(/\r?\n/g, '\r\n'))
      const at = text.lastIndexOf('\n')
      tail = at < 0 ? tail + text : text.slice(at + 1)
      editor.setPrompt(tail)
      // A prompt: what was typed before it came stands behind it.
      if (!isClosed && tail !== '' && editor.line !== '') editor.prompt(true)
    },
    resize: (columns, rows) => {
      Object.assign(screen, { columns, rows })
      screen.emit('resize')
    },
    close: () => {
      isClosed = true
      editor.close()
    },
  }
}
