import type { KeyToPath, Volume } from 'kubernetes-types/core/v1.d.ts'
import type { DeepReadonly } from '../api/types/object.ts'
import { resources } from '../api/resources.ts'
import type { ApiClient } from '../api/types/api-client.ts'
import type { Informers } from '../controllers/base/informers.ts'
import { createStore, givenFiles, type Store } from '../processes/files/store.ts'
import { fieldText } from './container-env.ts'
import type { PodRuntime } from './pod-runtime.ts'

/** What a pod's volumes come from. */
export interface VolumeSources {
  readonly informers: Informers
  readonly client: ApiClient
  /** Volumes of claims, by the claim's uid: they outlive pods. */
  readonly claims: Map<string, Store>
}

/** Mounts the volumes of a pod. @returns what the kubelet says of the first one that cannot be mounted */
export const mountVolumes = (sources: VolumeSources, runtime: PodRuntime): string | undefined => {
  for (const volume of runtime.pod.spec?.volumes ?? []) {
    const mounted = mount(sources, runtime, volume)
    if (typeof mounted === 'string') return `MountVolume.SetUp failed for volume "${volume.name}" : ${mounted}`
    if (!runtime.volumes.has(volume.name)) runtime.volumes.set(volume.name, mounted)
  }
  return undefined
}

type Contents = Readonly<Record<string, string>>

const mount = (sources: VolumeSources, runtime: PodRuntime, volume: DeepReadonly<Volume>): Store | string => {
  const { configMap, secret, downwardAPI, projected, persistentVolumeClaim } = volume
  const namespace = runtime.pod.metadata.namespace ?? ''
  if (configMap !== undefined) {
    const read = () => configMapFiles(sources, namespace, configMap)
    return live(read)
  }
  if (secret !== undefined) {
    const { secretName: name, items, optional } = secret
    return live(() => secretFiles(sources, namespace, { name, items, optional }))
  }
  if (downwardAPI !== undefined) return live(() => downwardFiles(runtime, downwardAPI.items ?? []))
  if (projected !== undefined) {
    return live(() => {
      const all: Record<string, string> = {}
      for (const source of projected.sources ?? []) {
        const files =
          source.configMap !== undefined
            ? configMapFiles(sources, namespace, source.configMap)
            : source.secret !== undefined
              ? secretFiles(sources, namespace, source.secret)
              : source.downwardAPI !== undefined
                ? downwardFiles(runtime, source.downwardAPI.items ?? [])
                : source.serviceAccountToken === undefined
                  ? {}
                  : { [`/${source.serviceAccountToken.path}`]: `token-of-${runtime.uid}` }
        if (typeof files === 'string') return files
        Object.assign(all, files)
      }
      return all
    })
  }
  if (persistentVolumeClaim !== undefined) {
    const { claimName } = persistentVolumeClaim
    const claim = sources.client.find({ resource: resources.persistentVolumeClaims, namespace, name: claimName })
    if (claim === undefined) return `persistentvolumeclaim "${claimName}" not found`
    const store = sources.claims.get(claim.metadata.uid) ?? createStore()
    sources.claims.set(claim.metadata.uid, store)
    return store
  }
  return createStore()
}

/** Contents that follow their object, or what is missing now. */
const live = (read: () => Contents | string): Store | string => {
  const first = read()
  if (typeof first === 'string') return first
  let known: Contents = first
  let given = givenFiles(first)
  const refresh = (): void => {
    const now = read()
    if (typeof now === 'string' || JSON.stringify(now) === JSON.stringify(known)) return
    known = now
    given = givenFiles(now)
  }
  return createStore({
    isReadOnly: true,
    given: (path) => {
      refresh()
      return given(path)
    },
  })
}

interface KeyedSource {
  readonly name?: string | undefined
  readonly items?: DeepReadonly<KeyToPath[]> | undefined
  readonly optional?: boolean | undefined
}

const configMapFiles = ({ informers }: VolumeSources, namespace: string, source: KeyedSource): Contents | string => {
  const found = informers.configMaps.get(namespace, source.name ?? '')
  if (found === undefined) return source.optional === true ? {} : `configmap "${source.name}" not found`
  return picked(found.data ?? {}, source)
}

const secretFiles = ({ informers }: VolumeSources, namespace: string, source: KeyedSource): Contents | string => {
  const found = informers.secrets.get(namespace, source.name ?? '')
  if (found === undefined) return source.optional === true ? {} : `secret "${source.name}" not found`
  const decoded = Object.entries(found.data ?? {}).map(([key, value]) => [
    key,
    Buffer.from(value, 'base64').toString('utf8'),
  ])
  return picked(Object.fromEntries(decoded), source)
}

const picked = (data: Contents, { items, optional }: KeyedSource): Contents | string => {
  if (items === undefined) return Object.fromEntries(Object.entries(data).map(([key, value]) => [`/${key}`, value]))
  const files: Record<string, string> = {}
  for (const { key, path } of items) {
    const value = data[key]
    if (value !== undefined) files[`/${path}`] = value
    else if (optional !== true) return `references non-existent config key: ${key}`
  }
  return files
}

type DownwardItems = NonNullable<NonNullable<Volume['downwardAPI']>['items']>

const downwardFiles = (runtime: PodRuntime, items: DeepReadonly<DownwardItems>): Contents =>
  Object.fromEntries(
    items.map(({ path, fieldRef, resourceFieldRef }) => {
      const container = runtime.containers.find(({ name }) => name === resourceFieldRef?.containerName)
      const text =
        fieldRef !== undefined
          ? fieldText(runtime, fieldRef.fieldPath)
          : container === undefined || resourceFieldRef === undefined
            ? undefined
            : fieldText(runtime, resourceFieldRef.resource, container.spec, resourceFieldRef.divisor)
      return [`/${path}`, text ?? '']
    }),
  )
