/** Fields of a Kubernetes kind, in the part of OpenAPI v3 that definitions of kinds are written in. */
export interface FieldSchema {
  readonly type: 'array' | 'boolean' | 'integer' | 'object' | 'string'
  readonly properties?: Readonly<Record<string, FieldSchema>>
  readonly additionalProperties?: FieldSchema
  readonly items?: FieldSchema
  readonly required?: readonly string[]
  readonly default?: string | number
  readonly enum?: readonly string[]
  readonly minimum?: number
  readonly maximum?: number
  readonly pattern?: string
}

const TEXT: FieldSchema = { type: 'string' }
const TEXTS: FieldSchema = { type: 'array', items: TEXT }
const LABELS: FieldSchema = { type: 'object', additionalProperties: TEXT }
const MODE: FieldSchema = { type: 'string', enum: ['one', 'all', 'fixed', 'fixed-percent', 'random-max-percent'] }
const SPAN: FieldSchema = { type: 'string', pattern: String.raw`^[0-9]+(\.[0-9]+)?(ns|us|ms|s|m|h)$` }

type Fields = Readonly<Record<string, FieldSchema>>

const object = (properties: Fields, required: readonly string[] = []): FieldSchema => ({
  type: 'object',
  properties,
  ...(required.length === 0 ? {} : { required }),
})

const whole = (minimum?: number, maximum?: number): FieldSchema => ({
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

const httpSpec = object(
  {
    ...targets,
    abort: { type: 'boolean' },
    code: whole(),
    delay: TEXT,
    method: TEXT,
    patch: object({
      body: object({ type: TEXT, value: TEXT }, ['type', 'value']),
      headers: { type: 'array', items: TEXTS },
      queries: { type: 'array', items: TEXTS },
    }),
    path: TEXT,
    port: whole(),
    replace: object({ body: TEXT, code: whole(), headers: LABELS, method: TEXT, path: TEXT, queries: LABELS }),
    request_headers: LABELS,
    response_headers: LABELS,
    target: { type: 'string', enum: ['Request', 'Response'] },
    tls: object({ caName: TEXT, certName: TEXT, keyName: TEXT, secretName: TEXT, secretNamespace: TEXT }, [
      'certName',
      'keyName',
      'secretName',
      'secretNamespace',
    ]),
  },
  ['mode', 'selector', 'target'],
)

const dnsSpec = object(
  { ...targets, action: { type: 'string', enum: ['error', 'random'] }, containerNames: TEXTS, patterns: TEXTS },
  ['action', 'mode', 'selector'],
)

const TIME = object({ nsec: whole(), sec: whole() }, ['nsec', 'sec'])

const ioSpec = object(
  {
    ...targets,
    action: { type: 'string', enum: ['latency', 'fault', 'attrOverride', 'mistake'] },
    attr: object({
      atime: TIME,
      blocks: whole(),
      ctime: TIME,
      gid: whole(),
      ino: whole(),
      kind: TEXT,
      mtime: TIME,
      nlink: whole(),
      perm: whole(),
      rdev: whole(),
      size: whole(),
      uid: whole(),
    }),
    containerNames: TEXTS,
    delay: TEXT,
    errno: whole(),
    methods: TEXTS,
    mistake: object({
      filling: { type: 'string', enum: ['zero', 'random'] },
      maxLength: whole(1),
      maxOccurrences: whole(1),
    }),
    path: TEXT,
    percent: { ...whole(), default: 100 },
    volumePath: TEXT,
  },
  ['action', 'mode', 'selector', 'volumePath'],
)

const timeSpec = object({ ...targets, clockIds: TEXTS, containerNames: TEXTS, timeOffset: TEXT }, [
  'mode',
  'selector',
  'timeOffset',
])

const scheduleSpec = object(
  {
    concurrencyPolicy: { type: 'string', enum: ['Forbid', 'Allow'] },
    dnsChaos: dnsSpec,
    httpChaos: httpSpec,
    ioChaos: ioSpec,
    timeChaos: timeSpec,
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

/** The specs of the kinds of Chaos Mesh 2.8 that faults use: types, enumerations, bounds, what is required. */
export const CHAOS_SPECS = {
  DNSChaos: dnsSpec,
  HTTPChaos: httpSpec,
  IOChaos: ioSpec,
  NetworkChaos: networkSpec,
  PodChaos: podSpec,
  Schedule: scheduleSpec,
  StressChaos: stressSpec,
  TimeChaos: timeSpec,
} as const satisfies Record<string, FieldSchema>
