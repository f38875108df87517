import { createRng } from '../adapters/system/create-rng.ts'
import { systemIdentity } from '../sandbox/api/identities.ts'
import { resources } from '../sandbox/api/resources.ts'
import type { ApiClient } from '../sandbox/api/types/api-client.ts'
import { createCluster, type SandboxCluster } from '../sandbox/cluster.ts'
import { isReady } from '../sandbox/controllers/base/pods.ts'
import { type ClusterProfile, DEFAULT_PROFILE } from '../sandbox/system/cluster-profile.ts'

const NAMESPACE = 'bench'

/** A cluster of so many nodes, alike but for their names and addresses. */
export const aClusterOf = (nodes: number): SandboxCluster =>
  createCluster({ rng: createRng('bench'), startMs: Date.UTC(2026, 0, 5, 8), profile: profileOf(nodes) })

const profileOf = (nodes: number): ClusterProfile => {
  const [plain] = DEFAULT_PROFILE.nodes
  if (plain === undefined) throw new Error('the default cluster has no nodes')
  return {
    ...DEFAULT_PROFILE,
    nodes: Array.from({ length: nodes }, (_, index) => ({
      ...plain,
      name: `node${index + 1}`,
      address: `10.240.${index >> 8}.${index & 255}`,
      podCidr: `10.${244 + (index >> 8)}.${index & 255}.0/24`,
    })),
  }
}

/** Puts so many Deployments with their Services on a cluster; each pod has requests, limits and two probes. */
export const deploy = ({ server }: SandboxCluster, apps: number, replicas: number): void => {
  const admin = server.as({ user: systemIdentity('kubernetes-admin') })
  admin.create({ resource: resources.namespaces }, { metadata: { name: NAMESPACE } })
  for (let app = 0; app < apps; app += 1) create(admin, `app-${app}`, replicas)
}

const create = (admin: ApiClient, name: string, replicas: number): void => {
  const labels = { app: name }
  const httpGet = { path: '/', port: 80 }
  const container = {
    name: 'web',
    image: 'nginx:1.27-alpine',
    ports: [{ containerPort: 80 }],
    resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { cpu: '500m', memory: '256Mi' } },
    readinessProbe: { httpGet, initialDelaySeconds: 3, periodSeconds: 5 },
    livenessProbe: { httpGet, periodSeconds: 10 },
  }
  admin.create(
    { resource: resources.deployments, namespace: NAMESPACE },
    {
      metadata: { name, labels },
      spec: {
        replicas,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [container] } },
      },
    },
  )
  admin.create(
    { resource: resources.services, namespace: NAMESPACE },
    { metadata: { name }, spec: { selector: labels, ports: [{ port: 80, targetPort: 80 }] } },
  )
}

/** Lets time pass until so many pods of the apps are ready. @throws {Error} when they are not after five minutes */
export const settle = ({ server, simulation }: SandboxCluster, pods: number): void => {
  const admin = server.as({ user: systemIdentity('kubernetes-admin') })
  for (let waitedMs = 0; waitedMs < 300_000; waitedMs += STEP_MS) {
    simulation.advance(STEP_MS)
    if (admin.list({ resource: resources.pods, namespace: NAMESPACE }).items.filter(isReady).length === pods) return
  }
  throw new Error(`fewer than ${pods} pods are ready after five minutes`)
}

const STEP_MS = 1000
