import type { Registry } from '../../api/types/api-server.ts'
import type { ResourceDefinition } from '../../api/types/resource.ts'
import { failure } from '../errors.ts'

/** What arguments such as `pods,svc`, `deploy web api` or `deploy/web svc/web` ask for. */
export interface Wanted {
  readonly definition: ResourceDefinition
  /** `undefined`: all objects of the kind. */
  readonly name: string | undefined
}

/** @throws {KubectlError} for unknown types and mixed forms */
export const readResourceArgs = (registry: Registry, args: readonly string[]): readonly Wanted[] => {
  const combined = args.filter((arg) => arg.includes('/'))
  if (combined.length > 0 && combined.length < args.length) {
    throw failure(
      "there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'",
    )
  }
  if (combined.length > 0) return combined.map((arg) => pair(registry, arg))
  const [types = '', ...names] = args
  const definitions = types.split(',').flatMap((type) => typesNamed(registry, type))
  if (names.length === 0) return definitions.map((definition) => ({ definition, name: undefined }))
  return definitions.flatMap((definition) => names.map((name) => ({ definition, name })))
}

/** A type by any of its names. @throws {KubectlError} */
export const resourceNamed = (registry: Registry, type: string): ResourceDefinition => {
  const found = registry.resolve(type.toLowerCase())
  if (found === undefined) throw failure(`the server doesn't have a resource type "${type.split('.')[0] ?? ''}"`)
  return found
}

/** Such as `deployment.apps` or `pod`: how kubectl names a kind in messages. */
export const kindLabel = (definition: ResourceDefinition): string =>
  definition.group === '' ? definition.singular : `${definition.singular}.${definition.group}`

const typesNamed = (registry: Registry, type: string): readonly ResourceDefinition[] => {
  const category = registry.category(type.toLowerCase())
  return category.length > 0 ? category : [resourceNamed(registry, type)]
}

const pair = (registry: Registry, arg: string): Wanted => {
  const [type = '', name = '', ...more] = arg.split('/')
  if (more.length > 0) throw failure('arguments in resource/name form may not have more than one slash')
  if (type === '' || name === '') {
    throw failure('arguments in resource/name form must have a single resource and name')
  }
  return { definition: resourceNamed(registry, type), name }
}
