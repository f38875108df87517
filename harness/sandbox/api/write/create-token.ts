import { createHash } from 'node:crypto'
import { type Core, formatTime } from '../core.ts'
import { invalidValue } from '../field-errors.ts'
import { authorize } from '../rbac/authorize.ts'
import { invalid } from '../refuse.ts'
import type { TokenOptions, TokenRequest } from '../types/api-client.ts'
import type { ObjectRef, RequestContext } from '../types/request.ts'
import { attributesOf, definitionFor, existing } from './context.ts'

/**
 * Makes a token for a ServiceAccount: a JSON web token with the claims that the server puts in. Nobody checks its signature, which
 * is a digest of them.
 * @throws {ApiError}
 */
export const createToken = (
  core: Core,
  context: RequestContext,
  ref: ObjectRef,
  options: TokenOptions,
): TokenRequest => {
  const definition = definitionFor(core, ref.resource, 'create')
  const { namespace = '', name } = ref
  authorize(core, context, attributesOf(definition, 'create', { namespace, name, subresource: 'token' }))
  const account = existing(core, definition, ref)
  const { audiences = [ISSUER], expirationSeconds = 3600 } = options
  if (expirationSeconds < 600) {
    const error = invalidValue(
      'spec.expirationSeconds',
      expirationSeconds,
      'may not specify a duration less than 10 minutes',
    )
    throw invalid({ group: 'authentication.k8s.io', kind: 'TokenRequest' }, '', [error])
  }
  const nowMs = core.simulation.nowMs()
  const nowSeconds = Math.floor(nowMs / 1000)
  const token = signed({
    aud: audiences,
    exp: nowSeconds + expirationSeconds,
    iat: nowSeconds,
    iss: ISSUER,
    'kubernetes.io': { namespace, serviceaccount: { name, uid: account.metadata.uid } },
    nbf: nowSeconds,
    sub: `system:serviceaccount:${namespace}:${name}`,
  })
  return {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    metadata: { name, namespace, creationTimestamp: formatTime(nowMs) },
    spec: { audiences, expirationSeconds },
    status: { token, expirationTimestamp: formatTime(nowMs + expirationSeconds * 1000) },
  }
}

const ISSUER = 'https://kubernetes.default.svc.cluster.local'

const signed = (claims: object): string => {
  const body = [{ alg: 'RS256', typ: 'JWT' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  return `${body}.${createHash('sha512').update(body).digest('base64url')}`
}
