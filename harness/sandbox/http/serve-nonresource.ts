import type { ApiBackend, ApiRequest, Reply } from './types.ts'
import { discoveryReply } from './discovery/discovery.ts'
import { unauthorized as forbidden } from '../api/refuse.ts'
import type { Metrics } from './metrics.ts'
import type { OpenApi } from './openapi/open-api.ts'

export interface NonResourceParts {
  readonly backend: ApiBackend
  readonly metrics: Metrics
  readonly openApi: OpenApi
}

/**
 * Answers paths that name no resource: version, health, metrics, discovery, OpenAPI.
 * @returns `undefined` for a path of another kind
 * @throws {ApiError} 403 unless the sender may read that path
 */
export const serveNonResource = (
  { backend, metrics, openApi }: NonResourceParts,
  request: ApiRequest,
): Reply | undefined => {
  const path = `/${request.path.join('/')}`
  const answer = answerFor(path)
  if (answer === undefined) return undefined
  const client = request.client()
  const attributes = { verb: 'get', group: '', resource: '', path }
  if (!client.canI(attributes)) throw forbidden(client.context.user, attributes)
  switch (answer) {
    case 'version':
      return { kind: 'json', code: 200, body: backend.version }
    case 'health':
      return { kind: 'text', code: 200, body: healthText(path, request.query) }
    case 'metrics':
      return { kind: 'text', code: 200, body: metrics.text(), type: 'text/plain; version=0.0.4; charset=utf-8' }
    case 'openapi':
      return openApi.reply(request)
    case 'discovery':
      return discoveryReply(backend.server.registry, request)
    case 'root':
      return { kind: 'json', code: 200, body: { paths: ['/api', '/api/v1', '/apis', ...PATHS] } }
  }
}

const PATHS = ['/healthz', '/livez', '/metrics', '/openapi/v3', '/readyz', '/version']

const answerFor = (path: string): 'version' | 'health' | 'metrics' | 'openapi' | 'discovery' | 'root' | undefined => {
  if (path === '/') return 'root'
  if (/^\/version\/?$/.test(path)) return 'version'
  if (/^\/(?:healthz|livez|readyz)(?:\/|$)/.test(path)) return 'health'
  if (path === '/metrics') return 'metrics'
  if (path.startsWith('/openapi/')) return 'openapi'
  return /^\/(?:api(?:\/[^/]+)?|apis(?:\/[^/]+){0,2})\/?$/.test(path) ? 'discovery' : undefined
}

const healthText = (path: string, query: URLSearchParams): string => {
  if (!query.has('verbose')) return 'ok'
  const checks = ['ping', 'log', 'etcd', 'informer-sync', 'poststarthook/rbac/bootstrap-roles']
  return `${checks.map((check) => `[+]${check} ok\n`).join('')}${path.slice(1)} check passed\n`
}
