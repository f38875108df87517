import { isJsonObject, type JsonObject } from '../../api/merge/json.ts'

/**
 * An object as kubectl prints one that it has built and not sent: a few fields of Go's structures are written even when they are empty.
 */
export const withZeroValues = (object: JsonObject): JsonObject => {
  const { kind, spec } = object
  const whole = { ...object, metadata: stamped(object['metadata']) }
  switch (kind) {
    case 'CronJob':
      return { ...whole, spec: withJobTemplate(asObject(spec)), status: {} }
    case 'Deployment':
      return { ...whole, spec: { strategy: {}, ...withTemplate(asObject(spec)) }, status: {} }
    case 'HorizontalPodAutoscaler':
      return { ...whole, status: { currentReplicas: 0, desiredReplicas: 0 } }
    case 'Ingress':
    case 'Service':
      return { ...whole, status: { loadBalancer: {} } }
    case 'Job':
      return { ...whole, spec: withTemplate(asObject(spec)), status: {} }
    case 'Namespace':
      return { ...whole, spec: {}, status: {} }
    case 'Pod':
      return { ...whole, spec: podSpec(asObject(spec)), status: {} }
    case 'PodDisruptionBudget':
      return {
        ...whole,
        status: { currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 },
      }
    case 'ResourceQuota':
      return { ...whole, status: {} }
    default:
      return whole
  }
}

const asObject = (value: unknown): JsonObject => (isJsonObject(value) ? value : {})

const stamped = (metadata: unknown): JsonObject => ({ creationTimestamp: null, ...asObject(metadata) })

const withTemplate = (spec: JsonObject): JsonObject => {
  const template = asObject(spec['template'])
  return {
    ...spec,
    template: { ...template, metadata: stamped(template['metadata']), spec: podSpec(asObject(template['spec'])) },
  }
}

const withJobTemplate = (spec: JsonObject): JsonObject => {
  const jobTemplate = asObject(spec['jobTemplate'])
  return {
    ...spec,
    jobTemplate: {
      metadata: stamped(jobTemplate['metadata']),
      spec: withTemplate(asObject(jobTemplate['spec'])),
    },
  }
}

const podSpec = (spec: JsonObject): JsonObject => {
  const containers = Array.isArray(spec['containers']) ? (spec['containers'] as readonly unknown[]) : []
  return { ...spec, containers: containers.map((container) => ({ resources: {}, ...asObject(container) })) }
}
