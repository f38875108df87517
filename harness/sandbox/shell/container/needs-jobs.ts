import { parse } from 'just-bash'

/** Whether a command is a script with jobs in the background or traps: it then runs as a process among those of its container. */
export const needsJobs = (argv: readonly string[]): boolean => {
  const name = (argv[0] ?? '').slice((argv[0] ?? '').lastIndexOf('/') + 1)
  const at = argv.indexOf('-c')
  if (!/^(?:sh|ash|bash)$/.test(name) || at < 0) return false
  const text = argv[at + 1] ?? ''
  if (!/&|trap|wait/.test(text)) return false
  try {
    return hasJobs(parse(text))
  } catch {
    // What is no script is the interpreter's to complain about.
    return false
  }
}

const hasJobs = (node: unknown): boolean => {
  if (typeof node !== 'object' || node === null) return false
  if (Array.isArray(node)) return node.some(hasJobs)
  const record = node as Readonly<Record<string, unknown>>
  if (record['background'] === true) return true
  if (record['type'] === 'SimpleCommand') {
    const name = record['name'] as { readonly parts?: readonly { readonly value?: string }[] } | null
    if (name?.parts?.length === 1 && /^(?:trap|wait)$/.test(name.parts[0]?.value ?? '')) return true
  }
  return Object.values(record).some(hasJobs)
}
