import { serviceAccountIdentity } from '../api/identities.ts'
import { type Address, readAddress, selectionOf } from '../api/read-address.ts'
import { readPatch } from '../api/read-patch.ts'
import { badRequest, methodNotAllowed, noSuchResource } from '../api/refuse.ts'
import { isWritable, refOf, type Target, targetOf } from '../api/resource-path.ts'
import type { ApiClient } from '../api/types/api-client.ts'
import { ApiError } from '../api/types/api-error.ts'
import type { ApiServer } from '../api/types/api-server.ts'
import type { KubeObject } from '../api/types/object.ts'
import type { Identity, List } from '../api/types/request.ts'
import { writtenList } from '../api/written-list.ts'
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
 * ServiceAccount. It reads, lists, patches and deletes objects; streams are for clients outside. What a request says beyond that is
 * refused, and never left out.
 */
export const answerFromApi = ({ server, podOf }: Dependencies, request: HttpRequest): ApiAnswer => {
  try {
    const client = server.as({ user: identityOf(podOf, request) })
    const address = readAddress(request.path)
    const target = targetOf(server.registry, address.path)
    if (target === undefined) throw noSuchResource()
    const answer =
      target.name === undefined ? list(client, target, request, address) : act(client, target, request, address)
    return { status: 200, body: `${JSON.stringify(answer, null, 2)}\n` }
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

const list = (
  client: ApiClient,
  { definition, namespace }: Target,
  { method }: HttpRequest,
  address: Address,
): object => {
  if (method !== 'GET') throw methodNotAllowed(method.toLowerCase())
  checkQuery(address, ['labelSelector', 'fieldSelector'])
  const found = client.list({ resource: definition, namespace }, selectionOf(address))
  return writtenList(definition, found as List<KubeObject>)
}

const act = (
  client: ApiClient,
  target: Target,
  { method, headers = {}, body = '' }: HttpRequest,
  address: Address,
): unknown => {
  const { definition, subresource } = target
  if (subresource !== undefined && !isWritable(definition, subresource)) throw noSuchResource()
  checkQuery(address, [])
  switch (method) {
    case 'GET':
      return subresource === 'scale' ? client.getScale(refOf(target)) : client.get(refOf(target))
    case 'PATCH':
      return client.patch(refOf(target), readPatch(body, headers['content-type'] ?? ''), subresource)
    case 'DELETE':
      if (subresource !== undefined) throw methodNotAllowed('delete')
      if (body !== '') throw badRequest('options of a deletion are not read here')
      return client.delete(refOf(target))
    default:
      throw methodNotAllowed(method.toLowerCase())
  }
}

/** To do without what was asked for, such as a dry run, would be to do something else. */
const checkQuery = ({ query }: Address, known: readonly string[]): void => {
  for (const name of query.keys())
    if (name !== 'pretty' && !known.includes(name)) throw badRequest(`the parameter ${name} is not read here`)
}
