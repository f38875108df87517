import { createInterface } from 'node:readline'
import type { ServerChannel, Session } from 'ssh2'
import { isUnfinished } from '../processes/shell/is-unfinished.ts'
import type { LiveOutput } from '../api/types/connect.ts'
import { firstState, framed, MARK, nextState, withAlias } from './login-state.ts'
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
  let kind = 'xterm'
  session.on('pty', (accept, _reject, { cols, rows, term }) => {
    size = { cols, rows }
    if (/^[\w.-]{1,40}$/.test(term)) kind = term
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
    serveTerminal(channel, options, kind)
  })
}

/** The line editor asks its output for the width. */
const resize = (channel: ServerChannel, { cols, rows }: { readonly cols: number; readonly rows: number }): void => {
  Object.assign(channel, { columns: cols, rows })
  channel.emit('resize')
}

const serveTerminal = (channel: ServerChannel, { execute, prompt }: TerminalOptions, kind: string): void => {
  let state = firstState(kind)
  /** What stands before the prompt: output whose line has not ended. */
  let tail = ''
  let running: AbortController | undefined
  const editor = createInterface({ input: channel, output: channel, terminal: true, historySize: 1000 })
  const write = (text: string): void => {
    channel.write(text.replace(/\r?\n/g, '\r\n'))
    tail = text.includes('\n') ? text.slice(text.lastIndexOf('\n') + 1) : tail + text
  }
  const ask = (): void => {
    const { directory } = state
    editor.setPrompt(`${tail}${prompt}:${directory === '' ? '~' : directory.replace(HOME, '~')}$ `)
    tail = ''
    editor.prompt()
  }
  const end = (code: number): void => {
    channel.exit(code)
    channel.end()
    editor.close()
  }
  const perform = async (line: string): Promise<void> => {
    const named = withAlias(state, line)
    if (named !== undefined) {
      state = named
      return
    }
    running = new AbortController()
    const command = framed(state, line)
    const { signal } = running
    let said = ''
    const live: LiveOutput = (stream, text) => {
      const at = stream === 'stderr' ? -1 : said === '' ? text.indexOf(MARK) : 0
      write(atPrompt(at < 0 ? text : text.slice(0, at)))
      if (at >= 0) said += text.slice(at)
    }
    const result = await execute({ command, stdin: '', timeoutMs: Number.POSITIVE_INFINITY, signal, live })
    running = undefined
    live('stdout', result.stdout)
    live('stderr', result.stderr)
    state = { ...nextState(state, line, said), ...(signal.aborted ? { status: 130 } : {}) }
    if (signal.aborted) write('\n')
  }
  /** Lines of a command that goes on. */
  let open = ''
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
    open += `${line}\n`
    if (isUnfinished(open)) {
      editor.setPrompt('> ')
      editor.prompt()
      return
    }
    queue.push(open.replace(/\n$/, ''))
    open = ''
    if (running === undefined && queue.length === 1) work().catch(fail)
  })
  editor.on('SIGINT', () => {
    write('^C')
    if (running === undefined) {
      write('\n')
      open = ''
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

/** A shell at a prompt names no line. */
const atPrompt = (text: string): string => text.replace(/^bash: (?:-c: )?line \d+: /gm, '-bash: ')

const HOME = /^\/home\/[^/]+/
