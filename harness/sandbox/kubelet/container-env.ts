import type { Container, EnvVar } from 'kubernetes-types/core/v1.d.ts'
import { milliValue, unitValue } from '../api/quantity.ts'
import type { DeepReadonly } from '../api/types/object.ts'
import type { Informers } from '../controllers/base/informers.ts'
import type { StoredPod } from '../controllers/base/pods.ts'
import type { PodRuntime } from './pod-runtime.ts'

/** Environment variables of a container, or what is missing for them in the kubelet's words. */
export type ResolvedEnv =
  | { readonly kind: 'resolved'; readonly env: Readonly<Record<string, string>> }
  | { readonly kind: 'missing'; readonly message: string }

type Source = { readonly data: Readonly<Record<string, string>> } | { readonly message: string }

/** Values of `env` and `envFrom`, out of ConfigMaps, Secrets and the pod's own fields. */
export const resolveEnv = (
  informers: Informers,
  runtime: PodRuntime,
  container: DeepReadonly<Container>,
): ResolvedEnv => {
  const namespace = runtime.pod.metadata.namespace ?? ''
  const env: Record<string, string> = {}
  const read = (kind: 'configmap' | 'secret', name: string): Source => {
    if (kind === 'configmap') {
      const found = informers.configMaps.get(namespace, name)
      return found === undefined ? { message: `configmap "${name}" not found` } : { data: found.data ?? {} }
    }
    const found = informers.secrets.get(namespace, name)
    return found === undefined ? { message: `secret "${name}" not found` } : { data: decoded(found.data ?? {}) }
  }
  for (const { configMapRef, secretRef, prefix = '' } of container.envFrom ?? []) {
    const ref = configMapRef ?? secretRef
    if (ref === undefined) continue
    const source = read(configMapRef === undefined ? 'secret' : 'configmap', ref.name ?? '')
    if ('data' in source) for (const [key, value] of Object.entries(source.data)) env[prefix + key] = value
    else if (ref.optional !== true) return { kind: 'missing', message: source.message }
  }
  for (const variable of container.env ?? []) {
    const value = valueOf(variable, runtime, container, read)
    if (typeof value === 'object') return { kind: 'missing', message: value.message }
    if (value !== undefined)
      env[variable.name] = value.replace(/\$\(([\w.-]+)\)/g, (text, name: string) => env[name] ?? text)
  }
  return { kind: 'resolved', env }
}

const valueOf = (
  { value = '', valueFrom }: DeepReadonly<EnvVar>,
  runtime: PodRuntime,
  container: DeepReadonly<Container>,
  read: (kind: 'configmap' | 'secret', name: string) => Source,
): string | undefined | { readonly message: string } => {
  if (valueFrom === undefined) return value
  if (valueFrom.fieldRef !== undefined) return fieldText(runtime, valueFrom.fieldRef.fieldPath)
  const { resourceFieldRef } = valueFrom
  if (resourceFieldRef !== undefined) {
    const { containerName, resource, divisor } = resourceFieldRef
    const named = runtime.containers.find(({ name }) => name === containerName)?.spec
    return fieldText(runtime, resource, named ?? container, divisor)
  }
  const ref = valueFrom.configMapKeyRef ?? valueFrom.secretKeyRef
  if (ref === undefined) return undefined
  const kind = valueFrom.configMapKeyRef === undefined ? 'secret' : 'configmap'
  const source = read(kind, ref.name ?? '')
  if (!('data' in source)) return ref.optional === true ? undefined : source
  const found = source.data[ref.key]
  if (found !== undefined || ref.optional === true) return found
  const title = kind === 'secret' ? 'Secret' : 'ConfigMap'
  return { message: `couldn't find key ${ref.key} in ${title} ${runtime.pod.metadata.namespace}/${ref.name}` }
}

/** The text of a field of a pod, or of a resource of one of its containers. @returns `undefined` for what is not there */
export const fieldText = (
  { pod, ip }: PodRuntime,
  path: string,
  container?: DeepReadonly<Container>,
  divisor: string | number = '1',
): string | undefined => {
  if (container !== undefined) return resourceText(container, path, String(divisor))
  const bracket = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path)
  if (bracket !== null) return pod.metadata[bracket[1] as 'labels' | 'annotations']?.[bracket[2] ?? '']
  const list = (values: Readonly<Record<string, string>> = {}): string =>
    Object.entries(values)
      .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
      .join('\n')
  const fields: Readonly<Record<string, (pod: StoredPod) => string | undefined>> = {
    'metadata.name': ({ metadata }) => metadata.name,
    'metadata.namespace': ({ metadata }) => metadata.namespace,
    'metadata.uid': ({ metadata }) => metadata.uid,
    'metadata.labels': ({ metadata }) => list(metadata.labels),
    'metadata.annotations': ({ metadata }) => list(metadata.annotations),
    'spec.nodeName': ({ spec }) => spec?.nodeName,
    'spec.serviceAccountName': ({ spec }) => spec?.serviceAccountName,
    'status.hostIP': ({ status }) => status?.hostIP,
    'status.podIP': () => ip,
    'status.podIPs': () => ip,
  }
  return fields[path]?.(pod)
}

/** `limits.cpu` and the like in units of the divisor, rounded up. */
const resourceText = ({ resources }: DeepReadonly<Container>, path: string, divisor: string): string => {
  const [kind, name = ''] = path.split('.', 2)
  const written = (kind === 'limits' ? resources?.limits : resources?.requests)?.[name]
  if (written === undefined) return '0'
  if (name === 'cpu') return String(Math.ceil(milliValue(written) / milliValue(divisor === '0' ? '1' : divisor)))
  return String(Math.ceil(unitValue(written) / unitValue(divisor === '0' ? '1' : divisor)))
}

const decoded = (data: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString('utf8')]))
