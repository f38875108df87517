import type { Namespace, Pod } from 'kubernetes-types/core/v1.d.ts'
import { jsonEqual } from '../../merge/json.ts'
import { invalidValue, notSupported } from '../../field-errors.ts'
import { forbidden, invalid } from '../../refuse.ts'
import { resources } from '../../resources.ts'
import type { AdmissionPlugin, AdmissionRequest } from '../../types/admission.ts'
import type { KubeObject, Stored } from '../../types/object.ts'
import { homeNamespace } from '../home-namespace.ts'
import { baselineOnlyChecks, sharedChecks } from './baseline.ts'
import type { Finding, Spec } from './checks.ts'
import { isLevel, LEVELS, policyOf, PREFIX, printedStandard, type Standard } from './policy.ts'
import { restrictedChecks } from './restricted.ts'

/** Holds pods to the level that their namespace's labels enforce; warns of templates and of pods that exist already. */
export const podSecurity: AdmissionPlugin = {
  name: 'PodSecurity',
  validate: (request, object) => {
    const { definition, operation, subresource } = request
    if (operation === 'delete') return
    if (definition.group === '' && definition.plural === 'namespaces') return checkNamespace(request, object)
    if (subresource !== undefined && subresource !== 'ephemeralcontainers') return
    const spec = podSpecOf(request, object)
    if (spec === undefined) return
    const labels = homeNamespace(request.context, object.metadata.namespace)?.metadata.labels ?? {}
    if (!Object.keys(labels).some((key) => key.startsWith(PREFIX))) return
    const { enforce, warn } = policyOf(labels)
    if (object.kind === 'Pod') {
      const broken = findings(enforce, spec)
      if (broken.length > 0) {
        throw forbidden(
          definition,
          object.metadata.name,
          `violates PodSecurity "${printedStandard(enforce)}": ${printed(broken)}`,
        )
      }
    }
    const doubtful = findings(warn, spec)
    if (doubtful.length > 0) request.warn(`would violate PodSecurity "${printedStandard(warn)}": ${printed(doubtful)}`)
  },
}

const findings = ({ level }: Standard, spec: Spec): readonly Finding[] => {
  const checks =
    level === 'privileged' ? [] : [...sharedChecks, ...(level === 'baseline' ? baselineOnlyChecks : restrictedChecks)]
  return checks.flatMap((check) => check(spec) ?? [])
}

/** `reason (detail), reason (detail)` */
const printed = (broken: readonly Finding[]): string =>
  broken.map(({ reason, detail }) => `${reason} (${detail})`).join(', ')

const podSpecOf = ({ definition, old }: AdmissionRequest, object: KubeObject): Spec | undefined => {
  if (definition.custom) return undefined
  if (object.kind === 'Pod') {
    const { spec } = object as Stored<Pod>
    // Only images of a pod that exists can change, and new debugging containers.
    return old !== undefined && jsonEqual((old as Stored<Pod>).spec, spec) ? undefined : spec
  }
  const { spec } = object as KubeObject & {
    readonly spec?: Template & { readonly jobTemplate?: { readonly spec?: Template } }
  }
  return spec?.template?.spec ?? spec?.jobTemplate?.spec?.template?.spec
}

interface Template {
  readonly template?: { readonly spec?: Spec }
}

const checkNamespace = ({ context, warn, old, definition }: AdmissionRequest, object: KubeObject): void => {
  const errors = Object.entries(object.metadata.labels ?? {}).flatMap(([key, value]) => {
    if (!key.startsWith(PREFIX)) return []
    if (!key.endsWith('-version')) return isLevel(value) ? [] : [notSupported(`metadata.labels[${key}]`, value, LEVELS)]
    if (/^(latest|v1\.\d+)$/.test(value)) return []
    return [invalidValue(`metadata.labels[${key}]`, value, 'must be "latest" or "v1.x"')]
  })
  if (errors.length > 0) throw invalid(definition, object.metadata.name, errors)
  const { enforce } = policyOf(object.metadata.labels)
  const before = policyOf((old as Stored<Namespace> | undefined)?.metadata.labels).enforce
  const isStricter = enforce.version !== before.version || LEVELS.indexOf(enforce.level) > LEVELS.indexOf(before.level)
  if (old === undefined || enforce.level === 'privileged' || !isStricter) return
  const lines = warningsAbout(context.objects(resources.pods, object.metadata.name) as readonly Stored<Pod>[], enforce)
  if (lines.length === 0) return
  warn(
    `existing pods in namespace "${object.metadata.name}" violate the new PodSecurity enforce level "${printedStandard(enforce)}"`,
  )
  for (const line of lines) warn(line)
}

/** One line for pods with the same reasons, under the name of the first. */
const warningsAbout = (pods: readonly Stored<Pod>[], standard: Standard): readonly string[] => {
  const byReasons = new Map<string, string[]>()
  for (const { metadata, spec } of pods) {
    const broken = spec === undefined ? [] : findings(standard, spec)
    const reasons = broken.map(({ reason }) => reason).join(', ')
    if (reasons !== '') byReasons.set(reasons, [...(byReasons.get(reasons) ?? []), metadata.name])
  }
  return [...byReasons]
    .map(([reasons, names]) => {
      const others = names.length - 1
      const rest = others === 0 ? '' : ` (and ${others} other pod${others === 1 ? '' : 's'})`
      return `${names.sort()[0]}${rest}: ${reasons}`
    })
    .sort()
}
