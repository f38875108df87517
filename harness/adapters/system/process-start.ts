import { readFileSync } from 'node:fs'

/**
 * When a process began, in the kernel's own units since boot; `undefined` when there is none of that number, '' where the system does
 * not tell. Numbers of processes are used again: number and start together are not.
 */
export const processStart = (pid: number): string | undefined => {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // Another user's process exists too.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return undefined
  }
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name, in parentheses, may hold blanks; the start is the 22nd field, the 20th behind the name.
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}
