import { createSimulation } from '../engine/create-simulation.ts'
import type { Simulation } from '../engine/types.ts'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import type { Rng } from '../../ports/rng.ts'
import { createApiServer } from './create-api-server.ts'
import { systemIdentity } from './identities.ts'
import { resources } from './resources.ts'
import type { ApiClient } from './types/api-client.ts'
import { ApiError } from './types/api-error.ts'
import type { ApiServer } from './types/api-server.ts'
import type { RequestContext } from './types/request.ts'

export interface TestCluster {
  readonly simulation: Simulation
  readonly server: ApiServer
  /** May do everything, and refuses unknown fields, as kubectl does. */
  readonly admin: ApiClient
  readonly as: (context: RequestContext) => ApiClient
}

export const START_MS = Date.UTC(2026, 0, 1)

/** A server of its own for a test, with the namespace `shop`. */
export const aCluster = (seed = 1): TestCluster => {
  const simulation = createSimulation({ startMs: START_MS })
  const server = createApiServer({ simulation, rng: aRng(seed) })
  const admin = server.as({ user: systemIdentity('admin'), fieldValidation: 'Strict' })
  admin.create({ resource: resources.namespaces }, { metadata: { name: 'shop' } })
  return { simulation, server, admin, as: server.as }
}

/** A deployment with one container; parts of its spec can be replaced. */
export const aDeployment = (name = 'web', spec: Readonly<Record<string, unknown>> = {}) => ({
  metadata: { name, labels: { app: name } },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name: 'app', image: 'nginx:1.27-alpine', ports: [{ containerPort: 80 }] }] },
    },
    ...spec,
  },
})

/** The message of the refusal that an action meets. */
export const refusalOf = (action: () => unknown): ApiError => {
  try {
    action()
  } catch (error) {
    if (error instanceof ApiError) return error
    throw error
  }
  throw new Error('the server did not refuse')
}

/** Enough of seeded chance for these tests. */
const aRng = (seed: number): Rng => {
  const generator = xoroshiro128plus(seed)
  const float = (): number => (generator.next() >>> 0) / 2 ** 32
  const int = (min: number, max: number): number => min + Math.floor(float() * (max - min + 1))
  return {
    fork: (label) => aRng([...label].reduce((hash, letter) => (hash * 31 + letter.charCodeAt(0)) | 0, seed)),
    float,
    int,
    pick: (items) => items[int(0, items.length - 1)]!,
    shuffle: (items) => [...items].sort(() => float() - 0.5),
  }
}
