import type { Reply, ServerRequest } from '../processes/types.ts'
import type { Disturbances, HttpRule } from './disturbances.ts'

/** The reply of a server as it leaves the pod, with what was put between. */
export const disturbedReply = (
  { http, clock }: Disturbances,
  port: number,
  asked: ServerRequest,
  reply: (request: ServerRequest) => Reply,
): Reply & { readonly isClosed?: boolean } => {
  const skewMs = [...clock.values()].reduce((sum, ms) => sum + ms, 0)
  const request = skewMs === 0 ? asked : { ...asked, clockMs: asked.atMs + skewMs }
  const rules = [...http.values()].filter((rule) => rule.port === port && isAbout(rule, request))
  if (rules.length === 0) return reply(request)
  const before = rules.filter(({ target }) => target === 'Request')
  const seen = before.reduce<ServerRequest>(
    (one, { replace }) => ({ ...one, method: replace.method ?? one.method, path: replace.path ?? one.path }),
    request,
  )
  const own = before.some(({ abort }) => abort) ? CLOSED : reply(seen)
  const after = rules.filter(({ target, code }) => target === 'Response' && (code === undefined || code === own.status))
  const delayMs = [...before, ...after].reduce((sum, rule) => sum + rule.delayMs, 0)
  const replaced = after.reduce<Reply>(
    (answer, { replace: { code, body } }) => ({ ...answer, status: code ?? answer.status, body: body ?? answer.body }),
    own,
  )
  const isClosed = [...before, ...after].some(({ abort }) => abort)
  return { ...replaced, serviceMs: replaced.serviceMs + delayMs, ...(isClosed ? { isClosed } : {}) }
}

const isAbout = ({ method, path }: HttpRule, request: ServerRequest): boolean =>
  (method === undefined || method === request.method) && (path === undefined || isOnPath(path, request.path))

const isOnPath = (glob: string, path: string): boolean => {
  const [start = '', ...rest] = glob.split('*')
  if (rest.length === 0) return path.split('?')[0] === glob
  const end = rest.at(-1) ?? ''
  return path.startsWith(start) && path.endsWith(end) && path.length >= start.length + end.length
}

/** The server never hears of it. */
const CLOSED: Reply = { status: 0, contentType: '', body: '', serviceMs: 0.2, spreadRatio: 0, cpuMs: 0 }
