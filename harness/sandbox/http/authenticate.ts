import type { IncomingHttpHeaders } from 'node:http'
import type { Identity, Impersonation } from '../api/types/request.ts'
import { unauthorized } from './status.ts'

export interface Sender {
  readonly user: Identity
  readonly impersonate?: Impersonation
}

/** Who somebody is that brings no token. */
const ANONYMOUS: Identity = { name: 'system:anonymous', groups: ['system:unauthenticated'] }

/** @throws {HttpError} 401 for a token that nobody has */
export const authenticate = (
  headers: IncomingHttpHeaders,
  identityOf: (token: string) => Identity | undefined,
): Sender => {
  const user = headers.authorization === undefined ? ANONYMOUS : identityOf(bearer(headers.authorization))
  if (user === undefined) throw unauthorized()
  const name = one(headers['impersonate-user'])
  if (name === undefined) return { user }
  const groups = many(headers['impersonate-group'])
  const uid = one(headers['impersonate-uid'])
  return {
    user,
    impersonate: { name, ...(groups.length === 0 ? {} : { groups }), ...(uid === undefined ? {} : { uid }) },
  }
}

const bearer = (header: string): string => /^Bearer +(\S+)$/i.exec(header.trim())?.[1] ?? ''

const one = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value)

/** Node joins headers that it does not know to be lists with a comma. */
const many = (value: string | string[] | undefined): readonly string[] =>
  (Array.isArray(value) ? value : (value ?? '').split(',')).map((part) => part.trim()).filter((part) => part !== '')
