import type { Strategy } from '../types/resource.ts'
import { withChanged, withDefaults } from './with-defaults.ts'

export const networkPolicyStrategy: Strategy = {
  defaults: (object) =>
    withChanged(object, 'spec', (spec) =>
      withDefaults(spec, { policyTypes: spec['egress'] === undefined ? ['Ingress'] : ['Ingress', 'Egress'] }),
    ),
}

export const horizontalPodAutoscalerStrategy: Strategy = {
  defaults: (object) =>
    withChanged(object, 'spec', (spec) => withDefaults(spec, { minReplicas: 1, metrics: DEFAULT_METRICS })),
}

export const podDisruptionBudgetStrategy: Strategy = {
  prepareCreate: (object) => withDefaults(object, { status: NOTHING_ALLOWED }),
}

/** Eighty per cent of the CPU that the pods request. */
const DEFAULT_METRICS = [
  { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } },
]

const NOTHING_ALLOWED = { currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 }
