import type { KubeObject } from '../../api/types/object.ts'
import { isWritable, refOf, type Target } from '../../api/resource-path.ts'
import { pathNotFound } from '../status.ts'
import type { ApiRequest, Reply } from '../types.ts'
import { objectReply, plainReply } from '../respond.ts'

/** GET of an object, its status or its scale. @throws {ApiError} */
export const read = (request: ApiRequest, target: Target, nowMs: number): Reply => {
  const { definition, subresource } = target
  if (subresource !== undefined && !isWritable(definition, subresource)) throw pathNotFound()
  const client = request.client()
  if (subresource === 'scale') return plainReply(request, 200, client.getScale(refOf(target)))
  return objectReply(request, definition, client.get(refOf(target)) as KubeObject, { nowMs })
}
