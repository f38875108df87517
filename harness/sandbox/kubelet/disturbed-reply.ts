import { mergePatch } from '../api/merge/merge-patch.ts'
import type { Reply, ServerRequest } from '../processes/types.ts'
import type { Disturbances, HttpRule } from './disturbances.ts'
import { matchesGlob } from './glob.ts'

/** A server, and in which run of which container it is. */
export interface DisturbedServer {
  readonly container: string
  readonly startedAtMs: number
  readonly product: string
  readonly reply: (request: ServerRequest) => Reply
}

/** The reply of a server as it leaves the pod, with what was put between. */
export const disturbedReply = (
  { http, clock }: Disturbances,
  port: number,
  asked: ServerRequest,
  server: DisturbedServer,
): Reply & { readonly isClosed?: boolean } => {
  const skewMs = [...clock.values()]
    .filter(({ container, startedAtMs }) => container === server.container && startedAtMs === server.startedAtMs)
    .reduce((sum, { offsetMs }) => sum + offsetMs, 0)
  const request = skewMs === 0 ? asked : { ...asked, clockMs: asked.atMs + skewMs }
  const rules = [...http.values()].filter((rule) => rule.port === port && isAbout(rule, request))
  if (rules.length === 0) return server.reply(request)
  const before = rules.filter(({ target }) => target === 'Request')
  const seen = before.reduce(changedRequest, request)
  const own = before.some(({ abort }) => abort) ? CLOSED : server.reply(seen)
  const after = rules.filter((rule) => rule.target === 'Response' && isAboutAnswer(rule, server, own))
  const delayMs = [...before, ...after].reduce((sum, rule) => sum + rule.delayMs, 0)
  const changed = after.reduce(changedReply, own)
  const isClosed = [...before, ...after].some(({ abort }) => abort)
  return { ...changed, serviceMs: changed.serviceMs + delayMs, ...(isClosed ? { isClosed } : {}) }
}

const isAbout = ({ method, path }: HttpRule, request: ServerRequest): boolean =>
  (method === undefined || method === request.method) &&
  (path === undefined || matchesGlob(path, request.path.split('?')[0] ?? ''))

const isAboutAnswer = ({ code, headers }: HttpRule, { product }: DisturbedServer, answer: Reply): boolean => {
  const given = new Map([
    ['content-type', answer.contentType],
    ['server', product],
    ...(answer.headers ?? []).map(({ name, value }) => [name.toLowerCase(), value] as const),
  ])
  return (
    (code === undefined || code === answer.status) &&
    Object.entries(headers).every(([name, value]) => given.get(name.toLowerCase()) === value)
  )
}

const changedRequest = (request: ServerRequest, { replace, patch }: HttpRule): ServerRequest => {
  const [path = '/', before = ''] = request.path.split('?')
  const query = new URLSearchParams(before)
  for (const [name, value] of Object.entries(replace.queries ?? {})) query.set(name, value)
  for (const [name, value] of patch.queries) query.append(name, value)
  const text = query.toString()
  return {
    ...request,
    method: replace.method ?? request.method,
    path: `${replace.path ?? path}${text === '' ? '' : `?${text}`}`,
  }
}

const changedReply = (answer: Reply, { replace, patch }: HttpRule): Reply => {
  const contentType = Object.entries(replace.headers ?? {}).find(([name]) => name.toLowerCase() === 'content-type')?.[1]
  const headers = [
    ...(answer.headers ?? []),
    ...Object.entries(replace.headers ?? {}).map(([name, value]) => ({ name, value, mode: 'set' as const })),
    ...patch.headers.map(([name, value]) => ({ name, value, mode: 'add' as const })),
  ]
  return {
    ...answer,
    status: replace.code ?? answer.status,
    body: patchedBody(replace.body ?? answer.body, patch.body),
    contentType: contentType ?? answer.contentType,
    ...(headers.length === 0 ? {} : { headers }),
  }
}

/** What is no JSON stays as it is. */
const patchedBody = (body: string, patch: string | undefined): string => {
  if (patch === undefined) return body
  try {
    return JSON.stringify(mergePatch(JSON.parse(body), JSON.parse(patch)))
  } catch (error) {
    if (error instanceof SyntaxError) return body
    throw error
  }
}

/** The server never hears of it. */
const CLOSED: Reply = { status: 0, contentType: '', body: '', serviceMs: 0.2, spreadRatio: 0, cpuMs: 0 }
