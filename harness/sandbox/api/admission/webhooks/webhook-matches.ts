import type {
  MutatingWebhook,
  RuleWithOperations,
  ValidatingWebhook,
} from 'kubernetes-types/admissionregistration/v1.d.ts'
import { matchesLabels } from '../../selectors/label-selector.ts'
import type { AdmissionRequest } from '../../types/admission.ts'
import type { DeepReadonly, KubeObject } from '../../types/object.ts'
import { homeNamespace } from '../home-namespace.ts'

export type Webhook = DeepReadonly<MutatingWebhook | ValidatingWebhook>

/** Whether a webhook wants to be asked about a request. */
export const webhookMatches = (webhook: Webhook, request: AdmissionRequest, object: KubeObject): boolean => {
  // The type declarations lack two fields of the rules, which the schema has.
  const rules = (webhook.rules ?? []) as readonly Rule[]
  return (
    rules.some((rule) => ruleMatches(rule, request)) &&
    matchesNamespace(webhook, request, object) &&
    [object, request.old].some(
      (each) => each !== undefined && matchesLabels(webhook.objectSelector, each.metadata.labels),
    )
  )
}

type Rule = DeepReadonly<RuleWithOperations> & { readonly resources?: readonly string[]; readonly scope?: string }

const ruleMatches = (rule: Rule, { definition, operation, subresource }: AdmissionRequest): boolean => {
  const { operations = [], apiGroups = [], apiVersions = [], resources = [], scope = '*' } = rule
  const isInScope = scope === '*' || (scope === 'Namespaced') === definition.namespaced
  return (
    isInScope &&
    includes(operations, operation.toUpperCase()) &&
    includes(apiGroups, definition.group) &&
    includes(apiVersions, definition.version) &&
    resources.some((pattern) => resourceMatches(pattern, definition.plural, subresource))
  )
}

const includes = (allowed: readonly string[], wanted: string): boolean =>
  allowed.includes('*') || allowed.includes(wanted)

/** `pods`, `pods/status`, `pods/*`, `*`, `*` with or without a part; without a slash subresources are not meant. */
const resourceMatches = (pattern: string, plural: string, subresource: string | undefined): boolean => {
  const [name, part] = pattern.split('/')
  if (name !== '*' && name !== plural) return false
  return part === undefined ? subresource === undefined : part === '*' || part === subresource
}

const matchesNamespace = (webhook: Webhook, { definition, context }: AdmissionRequest, object: KubeObject): boolean => {
  if (definition.group === '' && definition.plural === 'namespaces') {
    return matchesLabels(webhook.namespaceSelector, object.metadata.labels)
  }
  if (!definition.namespaced) return true
  const home = homeNamespace(context, object.metadata.namespace)
  return matchesLabels(webhook.namespaceSelector, home?.metadata.labels)
}
