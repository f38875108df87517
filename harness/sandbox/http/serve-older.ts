import { patchInVersion2, toVersion1, toVersion2 } from '../api/older-versions/autoscaling-v1.ts'
import { readPatch } from '../api/read-patch.ts'
import { methodNotAllowed } from '../api/refuse.ts'
import { isTrue } from './options.ts'
import { decodeObject } from './read-body.ts'
import { serveResource } from './routes/serve-resource.ts'
import type { ApiBackend, ApiRequest, Reply } from './types.ts'

/** A version of which nothing is stored: `kubectl autoscale` asks for it, and old manifests name it. */
const isOlder = ({ path }: Pick<ApiRequest, 'path'>): boolean =>
  path[0] === 'apis' &&
  path[1] === 'autoscaling' &&
  path[2] === 'v1' &&
  path.includes('horizontalpodautoscalers') &&
  path.length > 3

/**
 * Carries out a request for an older version on the stored one, and answers in the older one's words.
 * @returns `undefined` for a request of another kind
 * @throws {ApiError | HttpError}
 */
export const serveOlder = (backend: ApiBackend, request: ApiRequest): Reply | undefined => {
  if (!isOlder(request)) return undefined
  if (isTrue(request, 'watch')) throw methodNotAllowed('watch')
  const path = request.path.map((part, index) => (index === 2 ? 'v2' : part))
  const reply = serveResource(backend, { ...request, ...contentInVersion2(request), path })
  return reply.kind === 'json' ? { ...reply, body: toVersion1(reply.body) } : reply
}

const contentInVersion2 = ({ method, body, contentType }: ApiRequest): Partial<ApiRequest> => {
  switch (method) {
    case 'POST':
    case 'PUT':
      return { contentType: 'application/json', body: json(toVersion2(decodeObject(body, contentType))) }
    case 'PATCH':
      return { body: json(patchInVersion2(readPatch(body.toString('utf8'), contentType))) }
    default:
      return {}
  }
}

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value))
