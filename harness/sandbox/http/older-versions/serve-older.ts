import { readPatch } from '../../api/read-patch.ts'
import { methodNotAllowed } from '../../api/refuse.ts'
import type { ResourceDefinition } from '../../api/types/resource.ts'
import { isTrue } from '../options.ts'
import { decodeObject } from '../read-body.ts'
import { serveResource } from '../routes/serve-resource.ts'
import type { ApiBackend, ApiRequest, Reply } from '../types.ts'
import { toVersion1, toVersion2 } from './autoscaling-v1.ts'

/** A version of which nothing is stored: `kubectl autoscale` asks for it, and old manifests name it. */
const isOlder = ({ path }: Pick<ApiRequest, 'path'>): boolean =>
  path[0] === 'apis' &&
  path[1] === 'autoscaling' &&
  path[2] === 'v1' &&
  path.includes('horizontalpodautoscalers') &&
  path.length > 3

/** Kinds in their older versions, for discovery, each after the one that is stored. */
export const withOlderVersions = (definitions: readonly ResourceDefinition[]): readonly ResourceDefinition[] =>
  definitions.flatMap((row) =>
    row.group === 'autoscaling' && row.version === 'v2'
      ? [row, { ...row, version: 'v1', verbs: row.verbs.filter((verb) => verb !== 'watch') }]
      : [row],
  )

/**
 * Carries out a request for an older version on the stored one, and answers in the older one's words.
 * @returns `undefined` for a request of another kind
 * @throws {ApiError | HttpError}
 */
export const serveOlder = (backend: ApiBackend, request: ApiRequest): Reply | undefined => {
  if (!isOlder(request)) return undefined
  if (isTrue(request, 'watch')) throw methodNotAllowed('watch')
  const stored = { ...request, path: request.path.map((part, index) => (index === 2 ? 'v2' : part)) }
  return inVersion1(serveResource(backend, converted(backend, request, stored)))
}

const converted = (backend: ApiBackend, request: ApiRequest, stored: ApiRequest): ApiRequest => {
  const sent = (object: object): ApiRequest => ({
    ...stored,
    contentType: 'application/json',
    body: Buffer.from(JSON.stringify(object)),
  })
  switch (request.method) {
    case 'POST':
    case 'PUT':
      return sent(toVersion2(decodeObject(request.body, request.contentType)))
    case 'PATCH': {
      // It is about the fields of this version: taken up here, and written as a whole. Its lists have no keys to merge by.
      const { body } = readPatch(request.body.toString('utf8'), request.contentType)
      const read = serveResource(backend, {
        ...stored,
        method: 'GET',
        body: Buffer.alloc(0),
        accept: 'application/json',
      })
      const before = read.kind === 'json' ? toVersion1(read.body) : {}
      return { ...sent(toVersion2(merged(before, body) as Record<string, unknown>)), method: 'PUT' }
    }
    default:
      return stored
  }
}

const inVersion1 = (reply: Reply): Reply => (reply.kind === 'json' ? { ...reply, body: toVersion1(reply.body) } : reply)

/** RFC 7396. */
const merged = (target: unknown, patch: unknown): unknown => {
  if (!isMap(patch)) return patch
  const before = isMap(target) ? target : {}
  const entries = Object.entries(patch).map(([key, value]) => [key, merged(before[key], value)] as const)
  const kept = Object.entries(before).filter(([key]) => !Object.hasOwn(patch, key))
  return Object.fromEntries([...kept, ...entries.filter(([, value]) => value !== null)])
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
