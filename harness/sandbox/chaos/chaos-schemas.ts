import type { JsonSchema } from '../api/custom/json-schema.ts'

const TEXT: JsonSchema = { type: 'string' }
const TEXTS: JsonSchema = { type: 'array', items: TEXT }
const LABELS: JsonSchema = { type: 'object', additionalProperties: TEXT }
const OPEN: JsonSchema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true }
const MODE: JsonSchema = { type: 'string', enum: ['one', 'all', 'fixed', 'fixed-percent', 'random-max-percent'] }
const SPAN: JsonSchema = { type: 'string', pattern: String.raw`^[0-9]+(\.[0-9]+)?(ns|us|ms|s|m|h)$` }

type Fields = Readonly<Record<string, JsonSchema>>

const object = (properties: Fields, required: readonly string[] = []): JsonSchema => ({
  type: 'object',
  properties,
  ...(required.length === 0 ? {} : { required }),
})

const whole = (minimum?: number, maximum?: number): JsonSchema => ({
  type: 'integer',
  ...(minimum === undefined ? {} : { minimum }),
  ...(maximum === undefined ? {} : { maximum }),
})

const selector = object({
  annotationSelectors: LABELS,
  expressionSelectors: {
    type: 'array',
    items: object({ key: TEXT, operator: TEXT, values: TEXTS }, ['key', 'operator']),
  },
  fieldSelectors: LABELS,
  labelSelectors: LABELS,
  namespaces: TEXTS,
  nodeSelectors: LABELS,
  nodes: TEXTS,
  podPhaseSelectors: TEXTS,
  pods: { type: 'object', additionalProperties: TEXTS },
})

const targets: Fields = { mode: MODE, selector, value: TEXT, duration: TEXT, remoteCluster: TEXT }

const stressSpec = object(
  {
    ...targets,
    containerNames: TEXTS,
    stressngStressors: TEXT,
    stressors: object({
      cpu: object({ load: whole(0, 100), options: TEXTS, workers: whole(undefined, 8192) }, ['workers']),
      memory: object(
        {
          oomScoreAdj: { ...whole(-1000, 1000), default: 0 },
          options: TEXTS,
          size: TEXT,
          workers: whole(undefined, 8192),
        },
        ['workers'],
      ),
    }),
  },
  ['mode', 'selector'],
)

const networkSpec = object(
  {
    ...targets,
    action: { type: 'string', enum: ['netem', 'delay', 'loss', 'duplicate', 'corrupt', 'partition', 'bandwidth'] },
    bandwidth: object({ buffer: whole(1), limit: whole(1), minburst: whole(0), peakrate: whole(0), rate: TEXT }, [
      'buffer',
      'limit',
      'rate',
    ]),
    corrupt: object({ correlation: TEXT, corrupt: TEXT }, ['corrupt']),
    delay: object(
      {
        correlation: TEXT,
        jitter: SPAN,
        latency: SPAN,
        reorder: object({ correlation: TEXT, gap: whole(), reorder: TEXT }, ['gap', 'reorder']),
      },
      ['latency'],
    ),
    device: TEXT,
    direction: { type: 'string', enum: ['to', 'from', 'both'], default: 'to' },
    duplicate: object({ correlation: TEXT, duplicate: TEXT }, ['duplicate']),
    externalTargets: TEXTS,
    loss: object({ correlation: TEXT, loss: TEXT }, ['loss']),
    rate: object({ rate: TEXT }, ['rate']),
    target: object({ mode: MODE, selector, value: TEXT }, ['mode', 'selector']),
    targetDevice: TEXT,
  },
  ['action', 'mode', 'selector'],
)

const podSpec = object(
  {
    ...targets,
    action: { type: 'string', enum: ['pod-kill', 'pod-failure', 'container-kill'] },
    containerNames: TEXTS,
    gracePeriod: whole(0),
  },
  ['action', 'mode', 'selector'],
)

const scheduleSpec = object(
  {
    concurrencyPolicy: { type: 'string', enum: ['Forbid', 'Allow'] },
    historyLimit: whole(1),
    networkChaos: networkSpec,
    podChaos: podSpec,
    schedule: TEXT,
    startingDeadlineSeconds: whole(0),
    stressChaos: stressSpec,
    type: TEXT,
  },
  ['schedule', 'type'],
)

const kind = (spec: JsonSchema): JsonSchema => object({ spec, status: OPEN }, ['spec'])

export const stressChaosSchema = kind(stressSpec)
export const networkChaosSchema = kind(networkSpec)
export const podChaosSchema = kind(podSpec)
export const scheduleSchema = kind(scheduleSpec)
/** Of kinds that the sandbox does not act out: anything is stored. */
export const openSchema = object({ spec: OPEN, status: OPEN })
