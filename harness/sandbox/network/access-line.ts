import type { Answer } from '../kubelet/answer.ts'
import type { HttpRequest } from './types.ts'

/** The line that the server writes about a request, in its own format; `undefined` when it writes none. */
export const accessLine = (
  { instance, page }: Answer,
  { method, path }: HttpRequest,
  status: number,
  client: string,
  nowMs: number,
): string | undefined => {
  const format = instance.plan?.server?.accessLog ?? 'none'
  const base = `${client} - - [${logDate(nowMs)}] "${method} ${path} HTTP/1.1" ${status} ${page.body.length}`
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
