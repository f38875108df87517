import type { ApiClient } from '../../api/types/api-client.ts'
import type { KubeObject } from '../../api/types/object.ts'
import type { ResourceDefinition } from '../../api/types/resource.ts'
import { decodeObject } from '../read-body.ts'
import { selectionOf } from '../../api/read-address.ts'
import { readPatch } from '../../api/read-patch.ts'
import { isWritable, refOf, type Target } from '../../api/resource-path.ts'
import { pathNotFound, success } from '../status.ts'
import type { ApiRequest, Reply } from '../types.ts'
import { deleteRequest, isTrue, writeOptions } from '../options.ts'
import { objectReply, plainReply } from '../respond.ts'

export interface Surroundings {
  readonly nowMs: number
  /** Reads what is stored without asking who wants to know. */
  readonly stored: (
    definition: ResourceDefinition,
    namespace: string | undefined,
    name: string,
  ) => KubeObject | undefined
}

/** POST to a collection. @throws {ApiError} */
export const create = (request: ApiRequest, { definition, namespace }: Target, { nowMs }: Surroundings): Reply => {
  const object = decodeObject(request.body, request.contentType)
  const client = request.client(writeOptions(request))
  const created = client.create({ resource: definition, namespace }, object) as KubeObject
  return objectReply(request, definition, created, { nowMs, code: 201 })
}

/** PUT and PATCH of an object, its status, scale or debugging containers. @throws {ApiError} */
export const change = (request: ApiRequest, target: Target, { nowMs, stored }: Surroundings): Reply => {
  const { definition, subresource } = target
  const ref = refOf(target)
  if (subresource !== undefined && !isWritable(definition, subresource)) throw pathNotFound()
  const client = request.client(writeOptions(request))
  if (request.method === 'PUT') {
    const object = decodeObject(request.body, request.contentType)
    return answer(request, definition, client.update(ref, object, subresource), nowMs)
  }
  const sent = readPatch(request.body.toString('utf8'), request.contentType)
  const isNew = sent.type === 'apply' && stored(definition, ref.namespace, ref.name) === undefined
  const patched = client.patch(ref, { ...sent, ...(isTrue(request, 'force') ? { force: true } : {}) }, subresource)
  return answer(request, definition, patched, nowMs, isNew ? 201 : 200)
}

/** A Scale is answered as it is; objects of the kind may become tables. */
const answer = (
  request: ApiRequest,
  definition: ResourceDefinition,
  object: unknown,
  nowMs: number,
  code = 200,
): Reply => {
  const answered = object as KubeObject
  return answered.kind === definition.kind
    ? objectReply(request, definition, answered, { nowMs, code })
    : plainReply(request, code, answered)
}

/** DELETE of an object: the object while something keeps it, else a Status. @throws {ApiError} */
export const remove = (request: ApiRequest, target: Target, { nowMs, stored }: Surroundings): Reply => {
  const { definition } = target
  const ref = refOf(target)
  const { options, client } = deleteRequest(request)
  const last = request.client(client).delete(ref, options) as KubeObject
  if (stored(definition, ref.namespace, ref.name) !== undefined && client.dryRun !== true)
    return objectReply(request, definition, last, { nowMs })
  const { group, plural } = definition
  return plainReply(
    request,
    200,
    success({ name: ref.name, ...(group === '' ? {} : { group }), kind: plural, uid: last.metadata.uid }),
  )
}

/** DELETE of a collection. @throws {ApiError} */
export const removeAll = (request: ApiRequest, { definition, namespace }: Target): Reply => {
  const { options, client } = deleteRequest(request)
  const items = request
    .client(client)
    .deleteCollection({ resource: definition, namespace }, { ...options, ...selectionOf(request) })
  return plainReply(request, 200, {
    kind: definition.listKind ?? `${definition.kind}List`,
    apiVersion: definition.group === '' ? definition.version : `${definition.group}/${definition.version}`,
    metadata: {},
    items,
  })
}

/** POST to a subresource that does something. @throws {ApiError} */
export const act = (request: ApiRequest, target: Target): Reply => {
  const { definition, subresource = '' } = target
  if (definition.subresources.others?.includes(subresource) !== true) throw pathNotFound()
  const ref = refOf(target)
  const sent = decodeObject(request.body, request.contentType)
  const client: ApiClient = request.client(writeOptions(request))
  switch (subresource) {
    case 'eviction': {
      const { gracePeriodSeconds } = (sent['deleteOptions'] ?? {}) as { readonly gracePeriodSeconds?: number }
      client.evict(ref, gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds })
      return plainReply(request, 201, success())
    }
    case 'binding': {
      const { name = '' } = (sent['target'] ?? {}) as { readonly name?: string }
      client.bind(ref, name)
      return plainReply(request, 201, success())
    }
    case 'token': {
      const { audiences, expirationSeconds } = (sent['spec'] ?? {}) as TokenSpec
      const token = client.createToken(ref, {
        ...(audiences === undefined || audiences === null ? {} : { audiences }),
        ...(expirationSeconds === undefined || expirationSeconds === null ? {} : { expirationSeconds }),
      })
      return plainReply(request, 201, token)
    }
    default:
      throw pathNotFound()
  }
}

interface TokenSpec {
  readonly audiences?: readonly string[] | null
  readonly expirationSeconds?: number | null
}
