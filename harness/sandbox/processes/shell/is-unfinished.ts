import { parse } from 'just-bash'

/** Whether a command that somebody types goes on in the next line: an open quote, a loop without its end, a document that follows. */
export const isUnfinished = (text: string): boolean => {
  if (/(?:\||&&|\\)\n$/.test(text)) return true
  if (waitsForDocument(text)) return true
  try {
    parse(text)
    return false
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const lines = text.split('\n').length
    return /EOF/.test(message) || message.startsWith(`Parse error at ${lines}:`)
  }
}

/** `<<EOF` without the line that ends it. */
const waitsForDocument = (text: string): boolean => {
  const lines = text.split('\n')
  return lines.some((line, index) => {
    const [, dash, , word] = /<<(-?)\s*(['"]?)([A-Za-z_][\w.-]*)\2/.exec(line) ?? []
    if (word === undefined) return false
    return !lines.slice(index + 1).some((later) => (dash === '-' ? later.replace(/^\t+/, '') : later) === word)
  })
}
