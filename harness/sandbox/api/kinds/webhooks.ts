import type { ValidatingWebhook, ValidatingWebhookConfiguration } from 'kubernetes-types/admissionregistration/v1.d.ts'
import { invalidValue, required } from '../field-errors.ts'
import type { FieldError } from '../types/api-error.ts'
import type { DeepReadonly, KubeObject, Stored } from '../types/object.ts'
import type { Strategy } from '../types/resource.ts'
import { type Fields, withChanged, withDefaults, withItems } from './with-defaults.ts'

export const validatingWebhookStrategy: Strategy = {
  defaults: (object) => withItems(object, 'webhooks', webhookDefaults),
  validate: (object) => validate(object),
}

export const mutatingWebhookStrategy: Strategy = {
  defaults: (object) =>
    withItems(object, 'webhooks', (webhook) => withDefaults(webhookDefaults(webhook), { reinvocationPolicy: 'Never' })),
  validate: (object) => validate(object),
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

/** Where a webhook is. Source: k8s.io/apiserver, pkg/util/webhook/validation.go. */
const validate = (object: KubeObject): readonly FieldError[] =>
  ((object as Stored<ValidatingWebhookConfiguration>).webhooks ?? []).flatMap((webhook: SentWebhook, index) => {
    const { service, url } = webhook.clientConfig ?? {}
    const field = `webhooks[${index}].clientConfig`
    if ((service === undefined) === (url === undefined))
      return [required(field, 'exactly one of url or service is required')]
    if (url === undefined) return []
    if (!URL.canParse(url)) return [required(`${field}.url`, `url must be a valid URL: ${JSON.stringify(url)}${FORM}`)]
    const { protocol } = new URL(url)
    if (protocol === 'https:') return []
    return [invalidValue(`${field}.url`, protocol.slice(0, -1), `'https' is the only allowed URL scheme${FORM}`)]
  })

const FORM = '; desired format: https://host[/path]'

type SentWebhook = DeepReadonly<Partial<ValidatingWebhook>>
