import type { ScalePaths } from '../types/resource.ts'

/** Of kinds that have a status of their own. */
export const STATUS = { status: true } as const

const REPLICAS: ScalePaths = {
  specReplicas: 'spec.replicas',
  statusReplicas: 'status.replicas',
  selector: 'spec.selector',
}

/** Of kinds that keep so many pods. */
export const SCALABLE = { status: true, scale: REPLICAS } as const

/** Of what `kubectl get all` lists. */
export const ALL = ['all'] as const
