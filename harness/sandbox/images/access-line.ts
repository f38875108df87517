import type { ServerRequest } from '../processes/types.ts'
import type { ServerBehaviour } from './types.ts'

/** The line that a server writes about a request, in its own format; `undefined` when it writes none. */
export const accessLine = (
  format: ServerBehaviour['accessLog'],
  { method, path, clientIp, atMs, clockMs = atMs }: ServerRequest,
  status: number,
  bodyLength: number,
): string | undefined => {
  const base = `${clientIp} - - [${logDate(clockMs)}] "${method} ${path} HTTP/1.1" ${status} ${bodyLength}`
  switch (format) {
    case 'combined':
      return `${base} "-" "curl/8.11.0" "-"`
    case 'common':
      return base
    case 'none':
      return undefined
  }
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

const logDate = (ms: number): string => {
  const date = new Date(ms)
  const iso = date.toISOString()
  return `${iso.slice(8, 10)}/${MONTHS[date.getUTCMonth()]}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000`
}
