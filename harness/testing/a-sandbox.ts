import { parseAllDocuments } from 'yaml'
import { createCluster, type SandboxCluster } from '../sandbox/cluster.ts'
import { systemIdentity } from '../sandbox/api/identities.ts'
import { resources } from '../sandbox/api/resources.ts'
import type { ApiClient } from '../sandbox/api/types/api-client.ts'
import { DEFAULT_PROFILE } from '../sandbox/system/cluster-profile.ts'
import type { StoredPod } from '../sandbox/controllers/base/pods.ts'
import { anRng } from './an-rng.ts'

export const SANDBOX_START_MS = Date.UTC(2026, 0, 5, 8)

/** Something that was seen at a time, in seconds since the start. */
export interface Seen {
  readonly at: number
  readonly what: string
}

/** A cluster of three nodes with the namespace `shop`, and short ways to work with it. */
export const aSandbox = (seed = 1) => {
  const cluster: SandboxCluster = createCluster({
    rng: anRng(`sandbox ${seed}`),
    startMs: SANDBOX_START_MS,
    profile: DEFAULT_PROFILE,
  })
  const { simulation, server } = cluster
  const admin: ApiClient = server.as({ user: systemIdentity('kubernetes-admin'), fieldValidation: 'Strict' })
  admin.create({ resource: resources.namespaces }, { metadata: { name: 'shop' } })
  const seconds = (): number => Math.round((simulation.nowMs() - SANDBOX_START_MS) / 10) / 100

  const apply = (yaml: string, namespace = 'shop'): void => {
    for (const document of parseAllDocuments(yaml)) {
      const object = document.toJS() as {
        readonly apiVersion: string
        readonly kind: string
        readonly metadata: object
      }
      const definition = server.registry.findKind(object.apiVersion, object.kind)
      if (definition === undefined) throw new Error(`no such kind: ${object.kind}`)
      admin.create(
        { resource: definition, ...(definition.namespaced ? { namespace } : {}) },
        { ...object, metadata: { ...object.metadata, ...(definition.namespaced ? { namespace } : {}) } },
      )
    }
  }

  const pods = (app?: string): readonly StoredPod[] =>
    admin.list(
      { resource: resources.pods, namespace: 'shop' },
      app === undefined ? {} : { labelSelector: `app=${app}` },
    ).items

  /** Changes of the STATUS of pods, as `kubectl get -w` would show them: each line once. */
  const watchPods = (): Seen[] => {
    const seen: Seen[] = []
    const last = new Map<string, string>()
    admin.watch(
      { resource: resources.pods, namespace: 'shop' },
      { resourceVersion: server.resourceVersion() },
      ({ type, object }) => {
        const what = type === 'DELETED' ? 'gone' : statusOf(object)
        if (last.get(object.metadata.name) === what) return
        last.set(object.metadata.name, what)
        seen.push({ at: seconds(), what: `${object.metadata.name} ${what}` })
      },
    )
    return seen
  }

  const events = (namespace = 'shop') =>
    admin.list({ resource: resources.events, namespace }).items.map((event) => ({
      object: `${event.involvedObject.kind}/${event.involvedObject.name}`,
      type: event.type ?? '',
      reason: event.reason ?? '',
      message: event.message ?? '',
      count: event.count ?? 1,
    }))

  const run = (forSeconds: number): void => simulation.advance(forSeconds * 1000)

  return { cluster, simulation, server, admin, apply, run, seconds, pods, watchPods, events }
}

/** `0/1 CrashLoopBackOff 2`: ready containers, the STATUS column, restarts. */
export const statusOf = (pod: StoredPod): string => {
  const containers = pod.status?.containerStatuses ?? []
  const ready = containers.filter((container) => container.ready).length
  const restarts = containers.reduce((sum, container) => sum + container.restartCount, 0)
  const reasons = containers.map(({ state }) => state?.waiting?.reason ?? state?.terminated?.reason)
  const reason = reasons.find((candidate) => candidate !== undefined) ?? pod.status?.phase ?? ''
  const isEnding = pod.metadata.deletionTimestamp !== undefined && reasons.every((candidate) => candidate === undefined)
  return `${ready}/${pod.spec?.containers.length ?? 0} ${isEnding ? 'Terminating' : reason} ${restarts}`
}

/** A Deployment and its Service. Extra lines go into the container, indented by ten. */
export const aWebApp = (name: string, replicas: number, image = 'nginx:1.27-alpine'): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, labels: { app: ${name} } }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      containers:
        - name: ${name}
          image: ${image}
          ports: [{ containerPort: 80 }]
          resources: { requests: { cpu: 100m, memory: 128Mi }, limits: { cpu: 500m, memory: 256Mi } }
          readinessProbe: { httpGet: { path: /, port: 80 }, initialDelaySeconds: 3, periodSeconds: 5 }
---
apiVersion: v1
kind: Service
metadata: { name: ${name} }
spec: { selector: { app: ${name} }, ports: [{ port: 80, targetPort: 80 }] }
`

/** A bare pod that runs a command. */
export const aPod = (name: string, command: string, image = 'busybox:1.36', more = ''): string => `
apiVersion: v1
kind: Pod
metadata: { name: ${name}, labels: { app: ${name} } }
spec:
  containers:
    - name: app
      image: ${image}
      ${command === '' ? '' : `command: ${command}`}
${more}
`
