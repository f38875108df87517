import type { Strategy } from '../types/resource.ts'
import { type Fields, withChanged, withDefaults, withItems } from './with-defaults.ts'

export const validatingWebhookStrategy: Strategy = {
  defaults: (object) => withItems(object, 'webhooks', webhookDefaults),
}

export const mutatingWebhookStrategy: Strategy = {
  defaults: (object) =>
    withItems(object, 'webhooks', (webhook) => withDefaults(webhookDefaults(webhook), { reinvocationPolicy: 'Never' })),
}

const webhookDefaults = (webhook: Fields): Fields => {
  const complete = withDefaults(webhook, {
    failurePolicy: 'Fail',
    matchPolicy: 'Equivalent',
    namespaceSelector: {},
    objectSelector: {},
    timeoutSeconds: 10,
  })
  const reachable = withChanged(complete, 'clientConfig', (config) =>
    withChanged(config, 'service', (service) => withDefaults(service, { port: 443 })),
  )
  return withItems(reachable, 'rules', (rule) => withDefaults(rule, { scope: '*' }))
}
