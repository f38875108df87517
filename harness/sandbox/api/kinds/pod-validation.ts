import type { Container, PodSpec, PodTemplateSpec, Volume } from 'kubernetes-types/core/v1.d.ts'
import {
  duplicate,
  forbiddenField,
  invalidPrinted,
  invalidValue,
  notFoundValue,
  notSupported,
  required,
} from '../field-errors.ts'
import { nameProblem } from '../names.ts'
import { compareQuantities } from '../quantity.ts'
import type { FieldError } from '../types/api-error.ts'
import type { DeepReadonly } from '../types/object.ts'
import { checkLabels } from '../check-labels.ts'

type Spec = DeepReadonly<PodSpec>

/** Complaints about a pod's spec. Source of rules and wording: k8s.io/kubernetes/pkg/apis/core/validation/validation.go. */
export const validatePodSpec = (field: string, spec: Spec | undefined): readonly FieldError[] => {
  const errors: FieldError[] = []
  const volumes = new Set((spec?.volumes ?? []).map((volume) => volume.name))
  errors.push(...validateVolumes(`${field}.volumes`, spec?.volumes ?? []))
  if ((spec?.containers ?? []).length === 0) errors.push(required(`${field}.containers`))
  const seen = new Set<string>()
  for (const list of ['containers', 'initContainers'] as const) {
    for (const [index, container] of (spec?.[list] ?? []).entries()) {
      errors.push(...validateContainer(`${field}.${list}[${index}]`, container, volumes, seen))
    }
  }
  if (spec?.restartPolicy !== undefined && !RESTART_POLICIES.includes(spec.restartPolicy)) {
    errors.push(notSupported(`${field}.restartPolicy`, spec.restartPolicy, RESTART_POLICIES))
  }
  if (spec?.dnsPolicy !== undefined && !DNS_POLICIES.includes(spec.dnsPolicy)) {
    errors.push(notSupported(`${field}.dnsPolicy`, spec.dnsPolicy, DNS_POLICIES))
  }
  if (spec?.dnsPolicy === 'None') {
    if (spec.dnsConfig === undefined) {
      errors.push(required(`${field}.dnsConfig`, 'must provide `dnsConfig` when `dnsPolicy` is None'))
    } else if ((spec.dnsConfig.nameservers ?? []).length === 0) {
      const detail = 'must provide at least one DNS nameserver when `dnsPolicy` is None'
      errors.push(required(`${field}.dnsConfig.nameservers`, detail))
    }
  }
  const grace = spec?.terminationGracePeriodSeconds ?? 0
  if (grace < 0) errors.push(invalidValue(`${field}.terminationGracePeriodSeconds`, grace, NOT_NEGATIVE))
  errors.push(...checkLabels(`${field}.nodeSelector`, spec?.nodeSelector))
  return errors
}

/** Complaints about the template of a controller that keeps its pods running. */
export const validateTemplate = (
  selector: DeepReadonly<{ matchLabels?: Record<string, string> }> | undefined,
  template: DeepReadonly<PodTemplateSpec> | undefined,
  isSelected: boolean,
): readonly FieldError[] => {
  const errors: FieldError[] = []
  const labels = template?.metadata?.labels
  if (!isSelected || selector === undefined) {
    const detail = '`selector` does not match template `labels`'
    errors.push(invalidPrinted('spec.template.metadata.labels', printedMap(labels), detail))
  }
  errors.push(...checkLabels('spec.template.metadata.labels', labels))
  errors.push(...validatePodSpec('spec.template.spec', template?.spec))
  const policy = template?.spec?.restartPolicy
  if (policy !== undefined && policy !== 'Always' && RESTART_POLICIES.includes(policy)) {
    errors.push(notSupported('spec.template.spec.restartPolicy', policy, ['Always']))
  }
  return errors
}

/** A map of strings in Go's notation. */
export const printedMap = (map: Readonly<Record<string, string>> | undefined): string => {
  if (map === undefined) return 'map[string]string(nil)'
  const entries = Object.keys(map)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${JSON.stringify(map[key])}`)
  return `map[string]string{${entries.join(', ')}}`
}

export const NOT_NEGATIVE = 'must be greater than or equal to 0'

const RESTART_POLICIES: readonly string[] = ['Always', 'OnFailure', 'Never']
const DNS_POLICIES: readonly string[] = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None']
const PULL_POLICIES: readonly string[] = ['Always', 'IfNotPresent', 'Never']
const PROTOCOLS: readonly string[] = ['SCTP', 'TCP', 'UDP']

const validateVolumes = (field: string, volumes: readonly DeepReadonly<Volume>[]): readonly FieldError[] => {
  const errors: FieldError[] = []
  const seen = new Set<string>()
  for (const [index, volume] of volumes.entries()) {
    const at = `${field}[${index}]`
    if (volume.name === undefined || volume.name === '') errors.push(required(`${at}.name`))
    else {
      const problem = nameProblem('label', volume.name)
      if (problem !== undefined) errors.push(invalidValue(`${at}.name`, volume.name, problem))
      if (seen.has(volume.name)) errors.push(duplicate(`${at}.name`, volume.name))
      seen.add(volume.name)
    }
    const sources = Object.keys(volume).filter((key) => key !== 'name')
    for (const extra of sources.slice(1)) {
      errors.push(forbiddenField(`${at}.${extra}`, 'may not specify more than 1 volume type'))
    }
  }
  return errors
}

const validateContainer = (
  field: string,
  container: DeepReadonly<Container>,
  volumes: ReadonlySet<string>,
  seen: Set<string>,
): readonly FieldError[] => {
  const errors: FieldError[] = []
  const { name, image, imagePullPolicy } = container
  if (name === undefined || name === '') errors.push(required(`${field}.name`))
  else {
    const problem = nameProblem('label', name)
    if (problem !== undefined) errors.push(invalidValue(`${field}.name`, name, problem))
    if (seen.has(name)) errors.push(duplicate(`${field}.name`, name))
    seen.add(name)
  }
  if (image === undefined || image === '') errors.push(required(`${field}.image`))
  if (imagePullPolicy !== undefined && !PULL_POLICIES.includes(imagePullPolicy)) {
    errors.push(notSupported(`${field}.imagePullPolicy`, imagePullPolicy, PULL_POLICIES))
  }
  for (const [index, port] of (container.ports ?? []).entries()) {
    if (port.containerPort === undefined) errors.push(required(`${field}.ports[${index}].containerPort`))
    else if (!isPort(port.containerPort)) {
      errors.push(invalidValue(`${field}.ports[${index}].containerPort`, port.containerPort, PORT_RANGE))
    }
    if (port.protocol !== undefined && !PROTOCOLS.includes(port.protocol)) {
      errors.push(notSupported(`${field}.ports[${index}].protocol`, port.protocol, PROTOCOLS))
    }
  }
  for (const [index, variable] of (container.env ?? []).entries()) {
    if (variable.name === undefined || variable.name === '') errors.push(required(`${field}.env[${index}].name`))
    if (variable.value !== undefined && variable.value !== '' && variable.valueFrom !== undefined) {
      errors.push(
        invalidValue(`${field}.env[${index}].valueFrom`, '', 'may not be specified when `value` is not empty'),
      )
    }
  }
  for (const [index, mount] of (container.volumeMounts ?? []).entries()) {
    if (mount.name === undefined || mount.name === '') errors.push(required(`${field}.volumeMounts[${index}].name`))
    else if (!volumes.has(mount.name)) errors.push(notFoundValue(`${field}.volumeMounts[${index}].name`, mount.name))
    if (mount.mountPath === undefined || mount.mountPath === '') {
      errors.push(required(`${field}.volumeMounts[${index}].mountPath`))
    }
  }
  for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe'] as const) {
    errors.push(...validateProbe(`${field}.${probe}`, container[probe], probe !== 'readinessProbe'))
  }
  errors.push(...validateResources(`${field}.resources`, container.resources))
  return errors
}

const validateProbe = (
  field: string,
  probe: DeepReadonly<Container>['livenessProbe'],
  needsSingleSuccess: boolean,
): readonly FieldError[] => {
  if (probe === undefined) return []
  const errors: FieldError[] = []
  const handlers = (['exec', 'httpGet', 'tcpSocket', 'grpc'] as const).filter((key) => probe[key] !== undefined)
  if (handlers.length === 0) errors.push(required(field, 'must specify a handler type'))
  for (const extra of handlers.slice(1)) {
    errors.push(forbiddenField(`${field}.${extra}`, 'may not specify more than 1 handler type'))
  }
  for (const key of PROBE_NUMBERS) {
    const value = probe[key] ?? 0
    if (value < 0) errors.push(invalidValue(`${field}.${key}`, value, NOT_NEGATIVE))
  }
  if (needsSingleSuccess && (probe.successThreshold ?? 1) !== 1) {
    errors.push(invalidValue(`${field}.successThreshold`, probe.successThreshold, 'must be 1'))
  }
  return errors
}

const PROBE_NUMBERS = [
  'initialDelaySeconds',
  'timeoutSeconds',
  'periodSeconds',
  'successThreshold',
  'failureThreshold',
] as const

/** A request above its limit is refused; the server names the whole list of requests. */
const validateResources = (field: string, resources: DeepReadonly<Container>['resources']): readonly FieldError[] => {
  const errors: FieldError[] = []
  const { limits = {}, requests = {} } = resources ?? {}
  for (const [name, amount] of Object.entries({ ...limits, ...requests })) {
    if (compareQuantities(amount, '0') < 0) errors.push(invalidValue(`${field}.limits[${name}]`, amount, NOT_NEGATIVE))
  }
  for (const [name, request] of Object.entries(requests)) {
    const limit = limits[name]
    if (limit !== undefined && compareQuantities(request, limit) > 0) {
      const detail = `must be less than or equal to ${name} limit of ${limit}`
      errors.push(invalidValue(`${field}.requests`, request, detail))
    }
  }
  return errors
}

const PORT_RANGE = 'must be between 1 and 65535, inclusive'

const isPort = (port: number): boolean => Number.isInteger(port) && port >= 1 && port <= 65_535
