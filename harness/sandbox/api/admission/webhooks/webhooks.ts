import type { ValidatingWebhookConfiguration } from 'kubernetes-types/admissionregistration/v1.d.ts'
import type { AdmissionPlugin, AdmissionRequest } from '../../types/admission.ts'
import type { KubeObject, Stored } from '../../types/object.ts'
import type { Resource } from '../../types/resource.ts'
import { callWebhook } from './call-webhook.ts'
import { webhookMatches } from './webhook-matches.ts'

const GROUP = 'admissionregistration.k8s.io'

export const mutatingWebhooks: AdmissionPlugin = {
  name: 'MutatingAdmissionWebhook',
  mutate: (request, object) => askAll({ group: GROUP, plural: 'mutatingwebhookconfigurations' }, request, object),
}

export const validatingWebhooks: AdmissionPlugin = {
  name: 'ValidatingAdmissionWebhook',
  validate: (request, object) => {
    askAll({ group: GROUP, plural: 'validatingwebhookconfigurations' }, request, object)
  },
}

const askAll = (configurations: Resource, request: AdmissionRequest, object: KubeObject): KubeObject => {
  // Otherwise nobody could repair a webhook that refuses everything.
  if (request.definition.group === GROUP) return object
  const stored = request.context.objects(configurations) as readonly Stored<ValidatingWebhookConfiguration>[]
  return stored
    .flatMap(({ webhooks = [] }) => webhooks)
    .reduce(
      (current, webhook) =>
        webhookMatches(webhook, request, current) ? callWebhook(webhook, request, current) : current,
      object,
    )
}
