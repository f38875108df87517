import { methodNotAllowed } from '../../api/refuse.ts'
import { type Target, targetOf } from '../../api/resource-path.ts'
import { pathNotFound } from '../status.ts'
import { log } from '../streams/log.ts'
import { watch } from '../streams/watch.ts'
import type { ApiBackend, ApiRequest, Reply } from '../types.ts'
import { list } from './list.ts'
import { isTrue } from '../options.ts'
import { read } from './read.ts'
import { act, change, create, remove, removeAll, type Surroundings } from './write.ts'

/** Answers a request for objects; called at the simulation's present. @throws {ApiError | HttpError} */
export const serveResource = (backend: ApiBackend, request: ApiRequest): Reply => {
  const { server, live } = backend
  const target = targetOf(server.registry, request.path)
  if (target === undefined) throw pathNotFound()
  const surroundings: Surroundings = {
    nowMs: live.simulation.nowMs(),
    stored: (definition, namespace, name) =>
      server
        .snapshot([{ resource: definition, ...(namespace === undefined ? {} : { namespace }) }])
        .find((object) => object.metadata.name === name),
  }
  return target.name === undefined
    ? serveCollection(backend, request, target, surroundings)
    : serveObject(backend, request, target, surroundings)
}

const serveCollection = (
  backend: ApiBackend,
  request: ApiRequest,
  target: Target,
  surroundings: Surroundings,
): Reply => {
  switch (request.method) {
    case 'GET':
      return isTrue(request, 'watch') ? watch(backend, request, target) : list(request, target, surroundings.nowMs)
    case 'POST':
      return create(request, target, surroundings)
    case 'DELETE':
      return removeAll(request, target)
    default:
      throw methodNotAllowed(request.method.toLowerCase())
  }
}

const serveObject = (backend: ApiBackend, request: ApiRequest, target: Target, surroundings: Surroundings): Reply => {
  switch (request.method) {
    case 'GET':
      if (target.subresource === 'log' && target.definition.plural === 'pods') return log(backend, request, target)
      return isTrue(request, 'watch') ? watch(backend, request, target) : read(request, target, surroundings.nowMs)
    case 'PUT':
    case 'PATCH':
      return change(request, target, surroundings)
    case 'DELETE':
      if (target.subresource !== undefined) throw methodNotAllowed('delete')
      return remove(request, target, surroundings)
    case 'POST':
      return act(request, target)
    default:
      throw methodNotAllowed(request.method.toLowerCase())
  }
}
