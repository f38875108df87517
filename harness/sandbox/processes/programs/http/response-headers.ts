import type { RequestOutcome } from '../../wire.ts'

type Answered = Extract<RequestOutcome, { readonly kind: 'answered' }>

/** The lines of an answer's head below the first one. The httpd of busybox does not say its name, and has an order of its own. */
export const responseHeaders = (
  { product, contentType, body, headers = [] }: Answered,
  nowMs: number,
  connection: 'close' | 'keep-alive',
): readonly string[] => {
  const date: [string, string] = ['Date', new Date(nowMs).toUTCString()]
  const length: [string, string] = ['Content-Length', String(body.length)]
  const lines = new Map<string, string>(
    product === ''
      ? [date, ['Connection', 'close'], ['Content-type', contentType]]
      : [['Server', product], date, ['Content-Type', contentType], length, ['Connection', connection]],
  )
  const added: string[] = []
  for (const { name, value, mode } of headers) {
    const known = [...lines.keys()].find((each) => each.toLowerCase() === name.toLowerCase())
    if (mode === 'set') lines.set(known ?? name, value)
    else added.push(`${name}: ${value}`)
  }
  return [...Array.from(lines, (line) => line.join(': ')), ...added, ...(product === '' ? [length.join(': ')] : [])]
}
