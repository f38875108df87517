import type { Flow } from '../../engine/types.ts'
import type { Core } from '../core.ts'
import { authorize } from '../rbac/authorize.ts'
import { ApiError } from '../types/api-error.ts'
import type { AttachOptions, ExecOptions, ExecResult, LogOptions, PodConnector } from '../types/connect.ts'
import type { KubeObject } from '../types/object.ts'
import type { ObjectRef, RequestContext } from '../types/request.ts'
import { attributesOf, definitionFor, existing } from '../write/context.ts'

type Stream<O> = (core: Core, context: RequestContext, flow: Flow, ref: ObjectRef, options: O) => Promise<ExecResult>

/** The log of a pod's container. @throws {ApiError} */
export const log = (core: Core, context: RequestContext, ref: ObjectRef, options: LogOptions): string => {
  const pod = podFor(core, context, ref, { verb: 'get', subresource: 'log' })
  return connector(core).log(pod, options)
}

/** Runs a command in a pod's container. @throws {ApiError} */
export const exec: Stream<ExecOptions> = async (core, context, flow, ref, options) => {
  const pod = podFor(core, context, ref, { verb: 'create', subresource: 'exec' })
  return connector(core).exec(flow, pod, options)
}

/** Joins the first process of a pod's container. @throws {ApiError} */
export const attach: Stream<AttachOptions> = async (core, context, flow, ref, options) => {
  const pod = podFor(core, context, ref, { verb: 'create', subresource: 'attach' })
  return connector(core).attach(flow, pod, options)
}

const podFor = (
  core: Core,
  context: RequestContext,
  ref: ObjectRef,
  { verb, subresource }: { readonly verb: 'get' | 'create'; readonly subresource: string },
): KubeObject => {
  const definition = definitionFor(core, ref.resource, 'get')
  const { namespace, name } = ref
  authorize(core, context, attributesOf(definition, verb, { namespace, name, subresource }))
  return existing(core, definition, ref)
}

const connector = (core: Core): PodConnector => {
  if (core.pods.connector !== undefined) return core.pods.connector
  throw new ApiError(503, 'ServiceUnavailable', 'the server is currently unable to handle the request')
}
