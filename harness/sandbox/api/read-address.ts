import { badRequest } from './refuse.ts'
import type { Selection } from './types/request.ts'

/** Where a request goes. */
export interface Address {
  /** Decoded parts of the path. */
  readonly path: readonly string[]
  readonly query: URLSearchParams
}

/** @throws {ApiError} 400 for a path that is none */
export const readAddress = (address: string): Address => {
  const at = address.indexOf('?')
  const path = at < 0 ? address : address.slice(0, at)
  if (!path.startsWith('/')) throw badRequest('the path of a request begins with a slash')
  try {
    const parts = path.slice(1).split('/').map(decodeURIComponent)
    // A slash at the end means the same place.
    if (parts.length > 1 && parts.at(-1) === '') parts.pop()
    return { path: parts, query: new URLSearchParams(at < 0 ? '' : address.slice(at + 1)) }
  } catch {
    throw badRequest('the path of the request is not well encoded')
  }
}

/** Which objects a query asks for. */
export const selectionOf = ({ query }: Pick<Address, 'query'>): Selection => {
  const labelSelector = query.get('labelSelector') ?? ''
  const fieldSelector = query.get('fieldSelector') ?? ''
  return {
    ...(labelSelector === '' ? {} : { labelSelector }),
    ...(fieldSelector === '' ? {} : { fieldSelector }),
  }
}
