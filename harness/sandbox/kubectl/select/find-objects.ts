import { ApiError } from '../../api/types/api-error.ts'
import type { AnyObject } from '../../api/types/object.ts'
import type { ResourceDefinition } from '../../api/types/resource.ts'
import type { Session } from '../session.ts'
import type { Wanted } from './resource-args.ts'

export interface Scope {
  readonly allNamespaces?: boolean
  readonly labelSelector?: string
  readonly fieldSelector?: string
}

export interface Found {
  readonly definition: ResourceDefinition
  /** An object asked for by name, or all that a list gave. */
  readonly objects: readonly AnyObject[]
  readonly isList: boolean
}

export interface Findings {
  readonly found: readonly Found[]
  /** What went wrong, in order; the rest was still looked up. */
  readonly errors: readonly unknown[]
}

/** Looks everything up, one request for each name and each list. */
export const findObjects = async (session: Session, wanted: readonly Wanted[], scope: Scope): Promise<Findings> => {
  const found: Found[] = []
  const errors: unknown[] = []
  for (const { definition, name } of wanted) {
    try {
      if (name === undefined)
        found.push({ definition, objects: await listAll(session, definition, scope), isList: true })
      else found.push({ definition, objects: [await getOne(session, definition, name)], isList: false })
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      errors.push(error)
    }
  }
  return { found, errors }
}

/** One object in the session's namespace; a missing namespace is reported before a missing object. @throws {ApiError} */
export const getOne = async (session: Session, definition: ResourceDefinition, name: string): Promise<AnyObject> => {
  const namespace = definition.namespaced ? session.namespace : undefined
  try {
    return await session.request((client) => client.get({ resource: definition, namespace, name }))
  } catch (error) {
    if (isNotFound(error) && namespace !== undefined && namespace !== 'default')
      await assertNamespace(session, namespace)
    throw error
  }
}

/** @throws {ApiError} */
export const listAll = async (
  session: Session,
  definition: ResourceDefinition,
  { labelSelector = '', fieldSelector = '', allNamespaces = false }: Scope,
): Promise<readonly AnyObject[]> => {
  const namespace = definition.namespaced && !allNamespaces ? session.namespace : undefined
  const list = await session.request((client) =>
    client.list(
      { resource: definition, namespace },
      { ...(labelSelector === '' ? {} : { labelSelector }), ...(fieldSelector === '' ? {} : { fieldSelector }) },
    ),
  )
  return list.items
}

export const isNotFound = (error: unknown): error is ApiError =>
  error instanceof ApiError && error.reason === 'NotFound'

const assertNamespace = async (session: Session, name: string): Promise<void> => {
  try {
    await session.request((client) => client.get({ resource: { group: '', plural: 'namespaces' }, name }))
  } catch (error) {
    if (isNotFound(error)) throw error
    if (!(error instanceof ApiError)) throw error
  }
}
