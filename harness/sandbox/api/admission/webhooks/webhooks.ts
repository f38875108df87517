import type { ValidatingWebhookConfiguration } from 'kubernetes-types/admissionregistration/v1.d.ts'
import type { AdmissionPlugin, AdmissionRequest } from '../../types/admission.ts'
import type { KubeObject, Stored } from '../../types/object.ts'
import type { Resource } from '../../types/resource.ts'
import { callWebhook } from './call-webhook.ts'
import { webhookMatches } from './webhook-matches.ts'

export const mutatingWebhooks: AdmissionPlugin = {
  name: 'MutatingAdmissionWebhook',
  mutate: (request, object) => askAll(MUTATING, request, object),
}

export const validatingWebhooks: AdmissionPlugin = {
  name: 'ValidatingAdmissionWebhook',
  validate: (request, object) => {
    askAll(VALIDATING, request, object)
  },
}

const askAll = (configurations: Resource, request: AdmissionRequest, object: KubeObject): KubeObject => {
  // Otherwise nobody could repair a webhook that refuses everything.
  if (request.definition.group === GROUP) return object
  const stored = request.context.objects(configurations) as readonly Stored<ValidatingWebhookConfiguration>[]
  let current = object
  for (const { webhooks = [] } of stored)
    for (const webhook of webhooks)
      if (webhookMatches(webhook, request, current)) current = callWebhook(webhook, request, current)
  return current
}

const GROUP = 'admissionregistration.k8s.io'
const MUTATING: Resource = { group: GROUP, plural: 'mutatingwebhookconfigurations' }
const VALIDATING: Resource = { group: GROUP, plural: 'validatingwebhookconfigurations' }
