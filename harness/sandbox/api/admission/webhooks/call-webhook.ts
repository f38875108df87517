import type { Endpoints, Service } from 'kubernetes-types/core/v1.d.ts'
import { badRequest } from '../../refuse.ts'
import { resources } from '../../resources.ts'
import type { AdmissionRequest } from '../../types/admission.ts'
import { ApiError } from '../../types/api-error.ts'
import type { ReviewAddress } from '../../types/connect.ts'
import type { KubeObject, Stored } from '../../types/object.ts'
import type { Webhook } from './webhook-matches.ts'

/**
 * Asks a webhook. Where its Service leads to a server that answers reviews, the object is what that makes of it; everywhere else the call
 * fails, in the way that the state of the Service makes it fail, and `failurePolicy` decides whether that stops the request.
 * @throws {ApiError} 500 with the server's wording
 */
export const callWebhook = (webhook: Webhook, request: AdmissionRequest, object: KubeObject): KubeObject => {
  if (request.dryRun && !['None', 'NoneOnDryRun'].includes(webhook.sideEffects)) {
    throw badRequest(`admission webhook "${webhook.name}" does not support dry run`)
  }
  const route = routeOf(webhook, request)
  const reviewed = 'failure' in route ? undefined : request.context.review(route, object)
  if (reviewed !== undefined) return reviewed
  if (webhook.failurePolicy === 'Ignore') return object
  const { service, url } = webhook.clientConfig
  const base =
    service === undefined
      ? (url ?? '')
      : `https://${service.name}.${service.namespace}.svc:${service.port ?? 443}${service.path ?? ''}`
  const failure = 'failure' in route ? route.failure : 'http: server gave HTTP response to HTTPS client'
  const message = `Internal error occurred: failed calling webhook "${webhook.name}": failed to call webhook: Post "${base}?timeout=${webhook.timeoutSeconds ?? 10}s": ${failure}`
  throw new ApiError(500, 'InternalError', message, {
    causes: [{ reason: '', message: message.slice('Internal error occurred: '.length) }],
  })
}

/** The first endpoint behind a webhook's Service, or how a call fails before it gets there. */
const routeOf = (
  { clientConfig }: Webhook,
  { context }: AdmissionRequest,
): ReviewAddress | { readonly failure: string } => {
  const { service, url } = clientConfig
  if (service === undefined) return { failure: `dial tcp: lookup ${new URL(url ?? '').hostname}: no such host` }
  const { name, namespace, port = 443 } = service
  const isIt = (object: { readonly metadata: { readonly name: string } }): boolean => object.metadata.name === name
  const found = context.objects(resources.services, namespace).find(isIt) as Stored<Service> | undefined
  if (found === undefined) return { failure: `service "${name}" not found` }
  const offered = found.spec?.ports?.find((each) => each.port === port)
  if (offered === undefined) return { failure: `no service port ${port} found for service "${name}"` }
  const endpoints = context.objects(resources.endpoints, namespace).find(isIt) as Stored<Endpoints> | undefined
  for (const { addresses = [], ports = [] } of endpoints?.subsets ?? []) {
    const target = ports.find((each) => (each.name ?? '') === (offered.name ?? ''))
    const [first] = addresses
    if (first !== undefined && target !== undefined) return { address: first.ip, port: target.port }
  }
  return { failure: `dial tcp ${found.spec?.clusterIP}:${port}: connect: connection refused` }
}
