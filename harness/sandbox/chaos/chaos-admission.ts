import type { AdmissionPlugin } from '../api/types/admission.ts'
import { ApiError } from '../api/types/api-error.ts'
import type { KubeObject } from '../api/types/object.ts'
import { isSame } from '../controllers/base/same.ts'
import { CHAOS_GROUP, scheduleField, type ScheduleSpec } from './chaos-resources.ts'
import { goDurationMs } from './duration.ts'
import { bytesPerSecond } from './network-disturbances.ts'
import { offsetMs } from './time-action.ts'
import type { ChaosSpec } from './types.ts'

/** Chaos Mesh's webhooks: a spec never changes, and what it asks for must make sense and be something the sandbox can act out. */
export const chaosAdmission: AdmissionPlugin = {
  name: 'chaos-mesh',
  validate: ({ operation, definition, old }, object) => {
    if (definition.group !== CHAOS_GROUP || operation === 'delete') return
    const spec = (object as KubeObject & { readonly spec: ChaosSpec | ScheduleSpec }).spec
    const refuse = (text: string): never => {
      throw new ApiError(
        403,
        'Forbidden',
        `admission webhook "v${definition.kind.toLowerCase()}.kb.io" denied the request: ${text}`,
      )
    }
    if (old !== undefined) {
      const before = (old as typeof object & { readonly spec: unknown }).spec
      if (!isSame(before, spec) && definition.kind !== 'Schedule') refuse('Cannot update chaos spec')
      return
    }
    if ('schedule' in spec) {
      const inner = spec[scheduleField(spec.type)] as ChaosSpec | undefined
      const complaint =
        inner === undefined
          ? `spec.type: Invalid value: "${spec.type}": no such chaos in the spec`
          : complaintOf(spec.type, inner)
      if (complaint !== undefined) refuse(complaint)
      return
    }
    const complaint = complaintOf(definition.kind, spec)
    if (complaint !== undefined) refuse(complaint)
  },
}

const complaintOf = (kind: string, spec: ChaosSpec): string | undefined => {
  if (!ACTED_OUT.includes(kind)) return `the sandbox does not act out ${kind}`
  if (!MODES.includes(spec.mode)) return `spec.mode: Unsupported value: "${spec.mode}"`
  if (spec.mode !== 'one' && spec.mode !== 'all' && Number.isNaN(Number(spec.value ?? 'none'))) {
    return `spec.value: Invalid value: "${spec.value ?? ''}": cannot parse value field as number`
  }
  if (spec.duration !== undefined && goDurationMs(spec.duration) === undefined) {
    return `spec.duration: Invalid value: "${spec.duration}": parse duration field error`
  }
  switch (kind) {
    case 'StressChaos':
      return spec.stressors?.cpu === undefined && spec.stressors?.memory === undefined
        ? 'spec.stressors: Invalid value: the sandbox runs cpu and memory stressors'
        : undefined
    case 'NetworkChaos':
      return networkComplaint(spec)
    case 'PodChaos':
      return spec.action === 'container-kill' && (spec.containerNames ?? []).length === 0
        ? 'spec.containerNames: Required value: the name of container is required on container-kill action'
        : undefined
    case 'HTTPChaos':
      return httpComplaint(spec)
    case 'DNSChaos':
      return undefined
    case 'TimeChaos':
      return offsetMs(spec.timeOffset ?? '') === undefined
        ? `spec.timeOffset: Invalid value: "${spec.timeOffset}": parse duration field error`
        : undefined
    default:
      return `spec.type: Unsupported value: "${kind}"`
  }
}

const networkComplaint = ({ action = '', direction = 'to', target, ...spec }: ChaosSpec): string | undefined => {
  const { delay, loss, corrupt, duplicate, bandwidth } = spec
  const needed = {
    delay,
    loss,
    corrupt,
    duplicate,
    bandwidth,
    netem: delay ?? loss ?? corrupt ?? duplicate,
    partition: {},
  }
  if (needed[action as keyof typeof needed] === undefined) return `spec.${action}: Required value`
  if (delay !== undefined && goDurationMs(delay.latency) === undefined)
    return `spec.delay.latency: Invalid value: "${delay.latency}"`
  for (const [field, percent] of Object.entries({
    loss: loss?.loss,
    corrupt: corrupt?.corrupt,
    duplicate: duplicate?.duplicate,
  })) {
    if (percent !== undefined && !(Number(percent) >= 0 && Number(percent) <= 100))
      return `spec.${field}.${field}: Invalid value: "${percent}": not a percentage`
  }
  if (bandwidth !== undefined && bytesPerSecond(bandwidth.rate) === undefined)
    return `spec.bandwidth.rate: Invalid value: "${bandwidth.rate}": invalid rate`
  return direction !== 'to' && target === undefined && action !== 'partition'
    ? 'spec.target: Required value: target is required for this direction'
    : undefined
}

const httpComplaint = ({ port = 0, delay, patch, replace }: ChaosSpec): string | undefined => {
  if (port <= 0) return `spec.port: Invalid value: ${port}: port should be greater than 0`
  if (typeof delay === 'string' && goDurationMs(delay) === undefined)
    return `spec.delay: Invalid value: "${String(delay)}"`
  if (patch !== undefined) return 'spec.patch: the sandbox acts out abort, delay and replace'
  return replace?.headers !== undefined || replace?.queries !== undefined
    ? 'spec.replace: the sandbox replaces code, body, path and method'
    : undefined
}

const ACTED_OUT = ['StressChaos', 'NetworkChaos', 'PodChaos', 'HTTPChaos', 'DNSChaos', 'TimeChaos']

const MODES = ['one', 'all', 'fixed', 'fixed-percent', 'random-max-percent']
