import type { AdmissionPlugin } from '../api/types/admission.ts'
import { ApiError } from '../api/types/api-error.ts'
import type { KubeObject } from '../api/types/object.ts'
import { isSame } from '../controllers/base/same.ts'
import { CHAOS_GROUP, type ScheduleSpec } from './chaos-resources.ts'
import { goDurationMs } from './duration.ts'
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
      const inner = spec.stressChaos ?? spec.networkChaos ?? spec.podChaos
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
      return podComplaint(spec)
    default:
      return `spec.type: Unsupported value: "${kind}"`
  }
}

const networkComplaint = ({ action, delay, direction = 'to', target }: ChaosSpec): string | undefined => {
  if (action !== 'delay') return `spec.action: Unsupported value: "${action}": the sandbox acts out delay`
  if (delay === undefined) return 'spec.delay: Required value'
  if (goDurationMs(delay.latency) === undefined) return `spec.delay.latency: Invalid value: "${delay.latency}"`
  return direction !== 'to' && target === undefined
    ? 'spec.target: Required value: target is required for this direction'
    : undefined
}

const podComplaint = ({ action, containerNames = [] }: ChaosSpec): string | undefined => {
  if (action === 'pod-kill') return undefined
  if (action !== 'container-kill')
    return `spec.action: Unsupported value: "${action}": the sandbox acts out pod-kill and container-kill`
  return containerNames.length === 0
    ? 'spec.containerNames: Required value: the name of container is required on container-kill action'
    : undefined
}

const ACTED_OUT = ['StressChaos', 'NetworkChaos', 'PodChaos']

const MODES = ['one', 'all', 'fixed', 'fixed-percent', 'random-max-percent']
