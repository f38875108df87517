import type { ServerChannel, Session } from 'ssh2'
import type { LiveOutput } from '../api/types/connect.ts'
import { isUnfinished } from '../processes/shell/is-unfinished.ts'
import { openTerminal } from '../shell/terminal/open-terminal.ts'
import type { Terminal } from '../shell/terminal/open-terminal.ts'
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
  let terminal: Terminal | undefined
  let kind = 'xterm'
  session.on('pty', (accept, _reject, { cols, rows, term }) => {
    size = { cols, rows }
    if (/^[\w.-]{1,40}$/.test(term)) kind = term
    accept?.()
  })
  session.on('window-change', (accept, _reject, { cols, rows }) => {
    size = { cols, rows }
    terminal?.resize(cols, rows)
    accept?.()
  })
  session.on('shell', (accept) => {
    terminal = serveTerminal(accept(), options, { kind, ...size })
  })
}

interface Screen {
  readonly kind: string
  readonly cols: number
  readonly rows: number
}

const serveTerminal = (
  channel: ServerChannel,
  { execute, prompt }: TerminalOptions,
  { kind, cols, rows }: Screen,
): Terminal => {
  let state = firstState(kind)
  let running: AbortController | undefined
  const ask = (): void => {
    const { directory } = state
    terminal.write(`${prompt}:${directory === '' ? '~' : directory.replace(HOME, '~')}$ `)
  }
  const end = (code: number): void => {
    channel.exit(code)
    channel.end()
    terminal.close()
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
      terminal.write(atPrompt(at < 0 ? text : text.slice(0, at)))
      if (at >= 0) said += text.slice(at)
    }
    const result = await execute({ command, stdin: '', timeoutMs: Number.POSITIVE_INFINITY, signal, live })
    running = undefined
    live('stdout', result.stdout)
    live('stderr', result.stderr)
    state = { ...nextState(state, line, said), ...(signal.aborted ? { status: 130 } : {}) }
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
    terminal.write(`opsskill: ${error instanceof Error ? error.message : String(error)}\n`)
    running = undefined
    ask()
  }
  const leave = (): void => {
    running?.abort('the terminal was closed')
    if (channel.writable) end(0)
  }
  const terminal = openTerminal({
    show: (text) => {
      if (channel.writable) channel.write(text)
    },
    line: (text) => {
      open += text
      if (isUnfinished(open)) {
        terminal.write('> ')
        return
      }
      queue.push(open.replace(/\n$/, ''))
      open = ''
      if (running === undefined && queue.length === 1) work().catch(fail)
    },
    interrupt: () => {
      if (running !== undefined) return running.abort('interrupted')
      open = ''
      ask()
    },
    end: leave,
  })
  channel.on('data', terminal.keys)
  channel.once('end', leave)
  channel.on('error', () => channel.destroy())
  terminal.resize(cols, rows)
  ask()
  return terminal
}

/** A shell at a prompt names no line. */
const atPrompt = (text: string): string => text.replace(/^bash: (?:-c: )?line \d+: /gm, '-bash: ')

const HOME = /^\/home\/[^/]+/
