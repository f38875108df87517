import { serviceAccountIdentity } from '../api/identities.ts'
import type { ApiServer } from '../api/types/api-server.ts'
import type { ApiClient } from '../api/types/api-client.ts'
import type { Identity, PatchType, WritableSubresource } from '../api/types/request.ts'
import { badRequest, methodNotAllowed, noSuchResource } from '../api/refuse.ts'
import { refOf, type Target, targetOf } from '../api/resource-path.ts'
import { ApiError } from '../api/types/api-error.ts'
import type { PodRuntime } from '../kubelet/pod-runtime.ts'
import type { HttpRequest } from '../processes/wire.ts'

export interface ApiAnswer {
  readonly status: number
  readonly body: string
}

interface Dependencies {
  readonly server: ApiServer
  readonly podOf: (uid: string) => PodRuntime | undefined
}

/**
 * The API server as programs in pods reach it, at `https://kubernetes.default.svc`: who brings the token of a pod acts as its
 * ServiceAccount. It reads, lists, patches and deletes objects; streams are for clients outside.
 */
export const answerFromApi = ({ server, podOf }: Dependencies, request: HttpRequest): ApiAnswer => {
  try {
    const client = server.as({ user: identityOf(podOf, request) })
    const path = (request.path.split('?')[0] ?? '').split('/').filter((part) => part !== '')
    const target = targetOf(server.registry, path.map(decodeURIComponent))
    if (target === undefined) throw noSuchResource()
    return { status: 200, body: `${JSON.stringify(act(client, target, request), null, 2)}\n` }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return { status: error.code, body: `${JSON.stringify(error.toStatus(), null, 2)}\n` }
  }
}

const identityOf = (podOf: Dependencies['podOf'], { headers = {} }: HttpRequest): Identity => {
  const { authorization } = headers
  if (authorization === undefined) return { name: 'system:anonymous', groups: ['system:unauthenticated'] }
  const uid = /^Bearer +token-of-(\S+)$/i.exec(authorization.trim())?.[1]
  const pod = uid === undefined ? undefined : podOf(uid)?.pod
  if (pod === undefined) throw new ApiError(401, 'Unauthorized', 'Unauthorized')
  return serviceAccountIdentity(pod.metadata.namespace ?? '', pod.spec?.serviceAccountName ?? 'default')
}

const act = (client: ApiClient, target: Target, { method, headers = {}, body = '' }: HttpRequest): unknown => {
  const { definition, namespace, name, subresource } = target
  const collection = { resource: definition, ...(namespace === undefined ? {} : { namespace }) }
  if (name === undefined && method === 'GET') return client.list(collection)
  if (name === undefined) throw methodNotAllowed(method.toLowerCase())
  switch (method) {
    case 'GET':
      return subresource === 'scale' ? client.getScale(refOf(target)) : client.get(refOf(target))
    case 'PATCH': {
      const type = PATCH_TYPES[(headers['content-type'] ?? '').split(';')[0]?.trim() ?? '']
      if (type === undefined)
        throw new ApiError(415, 'UnsupportedMediaType', 'the body of the request was in an unknown format')
      const patch = { type, body: parsed(body) }
      return subresource === undefined
        ? client.patch(refOf(target), patch)
        : client.patch(refOf(target), patch, subresource as WritableSubresource)
    }
    case 'DELETE':
      return client.delete(refOf(target))
    default:
      throw methodNotAllowed(method.toLowerCase())
  }
}

const PATCH_TYPES: Readonly<Record<string, PatchType | undefined>> = {
  'application/json-patch+json': 'json',
  'application/merge-patch+json': 'merge',
  'application/strategic-merge-patch+json': 'strategic',
}

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw badRequest(`error decoding patch: ${error.message}`)
  }
}
