import { serviceAccountIdentity, systemIdentity } from '../api/identities.ts'
import { resources } from '../api/resources.ts'
import type { ApiServer } from '../api/types/api-server.ts'
import type { Identity } from '../api/types/request.ts'

/** Whom the API server takes the holder of a ServiceAccount's token for; undefined when the token expired or its account is gone. */
export const identityOfToken = (
  { server, nowMs }: { readonly server: ApiServer; readonly nowMs: () => number },
  token: string,
): Identity | undefined => {
  const claims = claimsOf(token)
  if (claims === undefined || claims.exp * 1000 <= nowMs()) return undefined
  const [, namespace, name] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(claims.sub) ?? []
  if (namespace === undefined || name === undefined) return undefined
  const admin = server.as({ user: systemIdentity('system:apiserver') })
  const accounts = admin.list({ resource: resources.serviceAccounts, namespace }).items
  const account = accounts.find(({ metadata }) => metadata.name === name)
  return account?.metadata.uid === claims['kubernetes.io'].serviceaccount.uid
    ? serviceAccountIdentity(namespace, name)
    : undefined
}

interface Claims {
  readonly sub: string
  /** Seconds since 1970. */
  readonly exp: number
  readonly 'kubernetes.io': { readonly serviceaccount: { readonly uid: string } }
}

const claimsOf = (token: string): Claims | undefined => {
  const body = token.split('.')[1]
  if (body === undefined) return undefined
  try {
    return JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as Claims
  } catch {
    // A token of another making.
    return undefined
  }
}
