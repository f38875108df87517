import { BinaryReader } from '@bufbuild/protobuf/wire'
import messageFields from './fields.json' with { type: 'json' }

type Value = unknown
type Message = Record<string, Value>

/** By message, then by number: `name:type`, with `[]` before the type of a list and `{}` before the entries of a map. */
const FIELDS = messageFields as unknown as Readonly<Record<string, Readonly<Record<string, string>>>>

/** Whether messages of this type can be read. */
export const isMessage = (type: string): boolean => Object.hasOwn(FIELDS, type)

/**
 * A message of the Kubernetes API as the JSON that stands for the same object. Fields of no known number are left out.
 * @param type without the leading `k8s.io.`, such as `api.core.v1.Pod`
 * @throws {RangeError | Error} for bytes that are no such message
 */
export const decodeMessage = (type: string, bytes: Uint8Array, depth = 0): Value => {
  if (depth > MAX_DEPTH) throw new RangeError('messages are nested too deeply')
  const fields = FIELDS[type]
  if (fields === undefined) throw new RangeError(`no message of type ${type}`)
  const reader = new BinaryReader(bytes)
  const message: Message = {}
  while (reader.pos < reader.len) {
    const [number, wireType] = reader.tag()
    const field = fields[String(number)]
    if (field === undefined) reader.skip(wireType)
    else readField(message, field, reader, depth)
  }
  const plain = PLAIN[type]
  if (plain !== undefined) return plain(message)
  return WRAPPERS.test(type) ? (message['items'] ?? []) : message
}

const MAX_DEPTH = 100

const readField = (message: Message, field: string, reader: BinaryReader, depth: number): void => {
  const colon = field.indexOf(':')
  const name = field.slice(0, colon)
  const type = field.slice(colon + 1)
  if (type.startsWith('{}')) {
    const entry = decodeMessage(type.slice(2), reader.bytes(), depth + 1) as { readonly key?: string; value?: Value }
    define((message[name] ??= {}) as Message, entry.key ?? '', entry.value ?? '')
  } else if (type.startsWith('[]')) {
    const list = (message[name] ??= []) as Value[]
    list.push(readValue(type.slice(2), reader, depth))
  } else {
    const value = readValue(type, reader, depth)
    if (INLINE.has(name)) Object.assign(message, value)
    else if (!isAbsent(name, value)) message[name] = value
  }
}

const readValue = (type: string, reader: BinaryReader, depth: number): Value => {
  switch (type) {
    case 'string':
      return reader.string()
    case 'bytes':
      return Buffer.from(reader.bytes()).toString('base64')
    case 'bool':
      return reader.bool()
    case 'int':
      return Number(reader.int64())
    case 'double':
      return reader.double()
    default:
      return decodeMessage(type, reader.bytes(), depth + 1)
  }
}

/** A key of a map may be any text, `__proto__` too. */
const define = (map: Message, key: string, value: Value): void => {
  Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true })
}

/**
 * Go writes fields that are not set as zero values where it keeps no pointer to them; JSON leaves those out. Where it keeps one, zero
 * has been asked for.
 */
const isAbsent = (name: string, value: Value): boolean =>
  value === undefined || value === null || value === '' || ((value === 0 || value === false) && !POINTERS.has(name))

const POINTERS: ReadonlySet<string> = new Set(
  `activeDeadlineSeconds allocateLoadBalancerNodePorts allowPrivilegeEscalation automountServiceAccountToken backoffLimit
   backoffLimitPerIndex blockOwnerDeletion completions controller deletionGracePeriodSeconds enableServiceLinks
   expirationSeconds failedJobsHistoryLimit fsGroup gracePeriodSeconds hostUsers immutable maxFailedIndexes minReplicas
   optional orphanDependents parallelism privileged progressDeadlineSeconds readOnlyRootFilesystem replicas
   revisionHistoryLimit runAsGroup runAsNonRoot runAsUser setHostnameAsFQDN shareProcessNamespace startingDeadlineSeconds
   successfulJobsHistoryLimit suspend terminationGracePeriodSeconds tolerationSeconds ttlSecondsAfterFinished`.split(
    /\s+/,
  ),
)

/** Structures that JSON writes into their owner. */
const INLINE: ReadonlySet<string> = new Set([
  'ephemeralContainerCommon',
  'handler',
  'ingressRuleValue',
  'localObjectReference',
  'persistentVolumeSource',
  'rule',
  'ruleWithOperations',
  'volumeSource',
])

/** Lists that have a message of their own. */
const WRAPPERS = /\.(?:ExtraValue|Verbs|OptionalNames)$/

/** Messages that JSON writes as plain values. */
const PLAIN: Readonly<Record<string, (message: Message) => Value>> = {
  'apimachinery.pkg.api.resource.Quantity': ({ string = '0' }) => string,
  'apimachinery.pkg.util.intstr.IntOrString': ({ type, intVal = 0, strVal = '' }) => (type === 1 ? strVal : intVal),
  'apimachinery.pkg.apis.meta.v1.Time': (message) => timeText(message, 0),
  'apimachinery.pkg.apis.meta.v1.MicroTime': (message) => timeText(message, 6),
  'apimachinery.pkg.apis.meta.v1.FieldsV1': ({ Raw }) => json(Raw),
  'apimachinery.pkg.runtime.RawExtension': ({ raw }) => json(raw),
  'apiextensions_apiserver.pkg.apis.apiextensions.v1.JSON': ({ raw }) => json(raw),
}

const timeText = ({ seconds, nanos }: Message, digits: number): string | null => {
  if (typeof seconds !== 'number') return null
  const text = new Date(seconds * 1000).toISOString().slice(0, 19)
  const fraction = typeof nanos === 'number' ? nanos : 0
  return digits === 0 ? `${text}Z` : `${text}.${String(fraction).padStart(9, '0').slice(0, digits)}Z`
}

const json = (raw: Value): Value =>
  typeof raw === 'string' ? (JSON.parse(Buffer.from(raw, 'base64').toString('utf8')) as Value) : null
