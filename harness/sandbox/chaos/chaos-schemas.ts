import type { FieldSchema, ObjectSchema } from '../api/types/schema.ts'

const TEXT: FieldSchema = { type: 'string' }
const NUMBER: FieldSchema = { type: 'number' }
const ANY: FieldSchema = { type: 'any' }
const TEXTS: FieldSchema = { type: 'array', items: TEXT }
const LABELS: FieldSchema = { type: 'map', values: TEXT }

const object = (
  name: string,
  fields: Readonly<Record<string, FieldSchema>>,
  required: readonly string[] = [],
): ObjectSchema => ({
  name,
  fields,
  required,
})

const nested = (
  name: string,
  fields: Readonly<Record<string, FieldSchema>>,
  required: readonly string[] = [],
): FieldSchema => ({
  type: 'object',
  schema: object(name, fields, required),
})

const expression = nested('SelectorRequirement', { key: TEXT, operator: TEXT, values: TEXTS }, ['key', 'operator'])

const selector = nested('PodSelectorSpec', {
  annotationSelectors: LABELS,
  expressionSelectors: { type: 'array', items: expression },
  fieldSelectors: LABELS,
  labelSelectors: LABELS,
  namespaces: TEXTS,
  nodeSelectors: LABELS,
  nodes: TEXTS,
  podPhaseSelectors: TEXTS,
  pods: { type: 'map', values: TEXTS },
})

const targets: Readonly<Record<string, FieldSchema>> = {
  mode: TEXT,
  selector,
  value: TEXT,
  duration: TEXT,
  remoteCluster: TEXT,
}

const stressSpec = nested(
  'StressChaosSpec',
  {
    ...targets,
    containerNames: TEXTS,
    stressngStressors: TEXT,
    stressors: nested('Stressors', {
      cpu: nested('CPUStressor', { load: NUMBER, options: TEXTS, workers: NUMBER }, ['workers']),
      memory: nested('MemoryStressor', { oomScoreAdj: NUMBER, options: TEXTS, size: TEXT, workers: NUMBER }, [
        'workers',
      ]),
    }),
  },
  ['mode', 'selector'],
)

const networkSpec = nested(
  'NetworkChaosSpec',
  {
    ...targets,
    action: TEXT,
    bandwidth: ANY,
    corrupt: ANY,
    delay: nested('DelaySpec', { correlation: TEXT, jitter: TEXT, latency: TEXT, reorder: ANY }, ['latency']),
    device: TEXT,
    direction: TEXT,
    duplicate: ANY,
    externalTargets: TEXTS,
    loss: ANY,
    rate: ANY,
    target: nested('PodSelector', { mode: TEXT, selector, value: TEXT }, ['mode', 'selector']),
    targetDevice: TEXT,
  },
  ['action', 'mode', 'selector'],
)

const podSpec = nested('PodChaosSpec', { ...targets, action: TEXT, containerNames: TEXTS, gracePeriod: NUMBER }, [
  'action',
  'mode',
  'selector',
])

const scheduleSpec = nested(
  'ScheduleSpec',
  {
    concurrencyPolicy: TEXT,
    historyLimit: NUMBER,
    networkChaos: networkSpec,
    podChaos: podSpec,
    schedule: TEXT,
    startingDeadlineSeconds: NUMBER,
    stressChaos: stressSpec,
    type: TEXT,
  },
  ['schedule', 'type'],
)

const kind = (name: string, spec: FieldSchema): ObjectSchema =>
  object(name, { apiVersion: TEXT, kind: TEXT, metadata: ANY, spec, status: ANY }, ['spec'])

export const stressChaosSchema = kind('StressChaos', stressSpec)
export const networkChaosSchema = kind('NetworkChaos', networkSpec)
export const podChaosSchema = kind('PodChaos', podSpec)
export const scheduleSchema = kind('Schedule', scheduleSpec)
