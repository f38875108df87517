import type { Rng } from '../../ports/rng.ts'
import type { Simulation } from '../engine/types.ts'
import type { ApiServer } from './types/api-server.ts'

export interface ApiServerDependencies {
  readonly simulation: Pick<Simulation, 'nowMs' | 'schedule'>
  readonly rng: Rng
}

/**
 * A new API server: built-in kinds, the namespaces `default`, `kube-system`, `kube-public` and `kube-node-lease`, the Service
 * `kubernetes`, and the cluster roles `admin`, `cluster-admin`, `edit` and `view`.
 */
export const createApiServer = (dependencies: ApiServerDependencies): ApiServer => {
  throw new Error(`the server follows within the hour (time ${dependencies.simulation.nowMs()})`)
}
