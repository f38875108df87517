import { createInterface } from 'node:readline'
import type { ServerChannel, Session } from 'ssh2'
import { quote } from '../shell/script/quote.ts'
import type { Execute } from './serve-command.ts'

export interface TerminalOptions {
  readonly execute: Execute
  /** Such as `operator@ops-target`. */
  readonly prompt: string
}

/** Lets a session have a terminal: an edited line, its history, one command after the other, in a folder that is remembered. */
export const offerTerminal = (session: Session, options: TerminalOptions): void => {
  let size = { cols: 80, rows: 24 }
  let channel: ServerChannel | undefined
  session.on('pty', (accept, _reject, { cols, rows }) => {
    size = { cols, rows }
    accept?.()
  })
  session.on('window-change', (accept, _reject, { cols, rows }) => {
    size = { cols, rows }
    if (channel !== undefined) resize(channel, size)
    accept?.()
  })
  session.on('shell', (accept) => {
    channel = accept()
    resize(channel, size)
    serveTerminal(channel, options)
  })
}

/** The line editor asks its output for the width. */
const resize = (channel: ServerChannel, { cols, rows }: { readonly cols: number; readonly rows: number }): void => {
  Object.assign(channel, { columns: cols, rows })
  channel.emit('resize')
}

/** Between what a command printed and where it left the shell. */
const MARK = '\u001e'

const serveTerminal = (channel: ServerChannel, { execute, prompt }: TerminalOptions): void => {
  let directory = ''
  let exported = ''
  let running: AbortController | undefined
  const editor = createInterface({ input: channel, output: channel, terminal: true, historySize: 1000 })
  const write = (text: string): void => {
    channel.write(text.replace(/\r?\n/g, '\r\n'))
  }
  const ask = (): void => {
    editor.setPrompt(`${prompt}:${directory === '' ? '~' : directory.replace(HOME, '~')}$ `)
    editor.prompt()
  }
  const end = (code: number): void => {
    channel.exit(code)
    channel.end()
    editor.close()
  }
  const perform = async (line: string): Promise<void> => {
    running = new AbortController()
    const enter = directory === '' ? '' : `cd ${quote(directory)}\n`
    const command = `${enter}${exported}\n${line}\nprintf '${MARK}%s${MARK}' "$PWD"; export -p`
    const { signal } = running
    const result = await execute({ command, stdin: '', timeoutMs: Number.POSITIVE_INFINITY, signal })
    running = undefined
    const [printed = '', where, variables] = result.stdout.split(MARK)
    if (where !== undefined) directory = where
    if (variables !== undefined) exported = variables
    write(`${printed}${result.stderr}`)
    if (signal.aborted) write('\n')
  }
  const queue: string[] = []
  const work = async (): Promise<void> => {
    for (let line = queue.shift(); line !== undefined; line = queue.shift()) {
      const leave = /^\s*(?:exit|logout)(?:\s+(\d{1,3}))?\s*;?\s*$/.exec(line)
      if (leave !== null) return end(Number(leave[1] ?? 0))
      if (line.trim() !== '') await perform(line)
    }
    ask()
  }
  const fail = (error: unknown): void => {
    write(`opsskill: ${error instanceof Error ? error.message : String(error)}\n`)
    running = undefined
    ask()
  }
  editor.on('line', (line) => {
    queue.push(line)
    if (running === undefined && queue.length === 1) work().catch(fail)
  })
  editor.on('SIGINT', () => {
    write('^C')
    if (running === undefined) {
      write('\n')
      editor.write(null, { ctrl: true, name: 'u' })
      ask()
    } else running.abort('interrupted')
  })
  editor.on('close', () => {
    if (running !== undefined) running.abort('the terminal was closed')
    if (channel.writable) end(0)
  })
  channel.on('error', () => channel.destroy())
  ask()
}

const HOME = /^\/home\/[^/]+/
