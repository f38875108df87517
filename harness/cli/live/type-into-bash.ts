import { spawn } from 'node:child_process'

export interface Typed {
  readonly exit: number
  readonly stdout: string
  readonly stderr: string
}

export interface Terminal {
  /** Working folder, and home. */
  readonly folder: string
  readonly environment: Readonly<Record<string, string>>
  /** Real ms after which a command is ended. */
  readonly limitMs: number
}

/** What a command may print. */
const MAX_OUTPUT_BYTES = 16 << 20

/** Runs a command line with bash on this machine: nothing of the environment but what is given, stdin empty. 124 after the limit. */
export const typeIntoBash = (
  { folder, environment, limitMs }: Terminal,
  command: string,
  signal?: AbortSignal,
): Promise<Typed> =>
  new Promise((resolve, reject) => {
    // A group of its own: what the line started ends with it.
    const child = spawn('bash', ['--norc', '-c', command], {
      cwd: folder,
      env: environment,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const texts = { stdout: '', stderr: '' }
    let isLate = false
    const end = (): void => {
      if (child.pid === undefined || child.exitCode !== null) return
      try {
        process.kill(-child.pid, 'SIGKILL')
      } catch (error) {
        // Gone in between.
        if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
      }
    }
    const timer = setTimeout(() => {
      isLate = true
      end()
    }, limitMs)
    signal?.addEventListener('abort', end)
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8')
      child[name].on('data', (text: string) => {
        if (texts[name].length < MAX_OUTPUT_BYTES) texts[name] += text
        else end()
      })
    }
    child.once('error', reject)
    child.once('close', (code) => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', end)
      resolve({ exit: isLate ? 124 : (code ?? 137), ...texts })
    })
  })
