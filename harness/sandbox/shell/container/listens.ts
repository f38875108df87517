import type { Talk } from '../../api/types/connect.ts'

/** Whether a command at a terminal is one that somebody talks to while it runs: a shell without a script, or what copies its input. */
export const listens = ([name = '', ...args]: readonly string[], { isTerminal, hasInput }: Talk): boolean => {
  if (!isTerminal || !hasInput) return false
  const program = name.slice(name.lastIndexOf('/') + 1)
  if (/^(?:sh|ash|bash)$/.test(program)) return args.every((arg) => /^-[a-z]+$/.test(arg) && !arg.includes('c'))
  return /^(?:cat|tee)$/.test(program) && args.every((arg) => arg.startsWith('-'))
}
