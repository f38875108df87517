import { ApiError, type FieldError, type StatusCause, type StatusDetails } from './types/api-error.ts'
import type { Attributes, Identity } from './types/request.ts'
import type { ResourceDefinition } from './types/resource.ts'

type Named = Pick<ResourceDefinition, 'group' | 'plural'>

/** `deployments.apps`, or `pods` in the core group. */
export const qualified = (definition: Named): string =>
  definition.group === '' ? definition.plural : `${definition.plural}.${definition.group}`

export const notFound = (definition: Named, name: string): ApiError =>
  new ApiError(404, 'NotFound', `${qualified(definition)} "${name}" not found`, details(definition, name))

/** The server does not serve such a kind or path. */
export const noSuchResource = (): ApiError =>
  new ApiError(404, 'NotFound', 'the server could not find the requested resource')

export const alreadyExists = (definition: Named, name: string, isBeingDeleted: boolean): ApiError => {
  const prefix = isBeingDeleted ? 'object is being deleted: ' : ''
  const message = `${prefix}${qualified(definition)} "${name}" already exists`
  return new ApiError(409, 'AlreadyExists', message, details(definition, name))
}

export const conflict = (definition: Named, name: string, why: string): ApiError =>
  new ApiError(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${qualified(definition)} "${name}": ${why}`,
    details(definition, name),
  )

export const staleObject = (definition: Named, name: string): ApiError =>
  conflict(
    definition,
    name,
    'the object has been modified; please apply your changes to the latest version and try again',
  )

export const forbidden = (
  definition: Named,
  name: string | undefined,
  why: string,
  causes: readonly StatusCause[] = [],
): ApiError => {
  const subject = name === undefined || name === '' ? qualified(definition) : `${qualified(definition)} "${name}"`
  return new ApiError(403, 'Forbidden', `${subject} is forbidden: ${why}`, {
    ...details(definition, name),
    ...(causes.length === 0 ? {} : { causes }),
  })
}

/** Refused by the authorizer. */
export const unauthorized = (user: Identity, attributes: Attributes): ApiError => {
  if (attributes.path !== undefined) {
    const message = `forbidden: User "${user.name}" cannot ${attributes.verb} path "${attributes.path}"`
    return new ApiError(403, 'Forbidden', message, {})
  }
  const { resource, subresource, namespace, group } = attributes
  const what = subresource === undefined ? resource : `${resource}/${subresource}`
  const where = namespace === undefined || namespace === '' ? 'at the cluster scope' : `in the namespace "${namespace}"`
  return forbidden(
    { group, plural: resource },
    attributes.name,
    `User "${user.name}" cannot ${attributes.verb} resource "${what}" in API group "${group}" ${where}`,
  )
}

/** Field errors as one Invalid status. `kind` is qualified with the group, as the server does. */
export const invalid = (
  definition: Pick<ResourceDefinition, 'group' | 'kind'>,
  name: string,
  errors: readonly FieldError[],
): ApiError => {
  const kind = definition.group === '' ? definition.kind : `${definition.kind}.${definition.group}`
  const texts = errors.map((error) => `${error.field}: ${error.message}`)
  const list = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`
  return new ApiError(422, 'Invalid', `${kind} "${name}" is invalid: ${list}`, {
    name,
    ...(definition.group === '' ? {} : { group: definition.group }),
    kind: definition.kind,
    causes: errors.map((error) => ({ reason: CAUSES[error.type], message: error.message, field: error.field })),
  })
}

export const badRequest = (message: string): ApiError => new ApiError(400, 'BadRequest', message)

export const methodNotAllowed = (verb: string): ApiError =>
  new ApiError(405, 'MethodNotAllowed', `the server does not allow this method on the requested resource`, {
    causes: [{ reason: 'MethodNotAllowed', message: verb }],
  })

const details = (definition: Named, name: string | undefined): StatusDetails => ({
  ...(name === undefined || name === '' ? {} : { name }),
  ...(definition.group === '' ? {} : { group: definition.group }),
  kind: definition.plural,
})

const CAUSES: Readonly<Record<FieldError['type'], string>> = {
  Required: 'FieldValueRequired',
  Invalid: 'FieldValueInvalid',
  NotSupported: 'FieldValueNotSupported',
  Forbidden: 'FieldValueForbidden',
  Duplicate: 'FieldValueDuplicate',
  NotFound: 'FieldValueNotFound',
  TooLong: 'FieldValueTooLong',
  TypeInvalid: 'FieldValueTypeInvalid',
}
