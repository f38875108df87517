import type { Fault } from '../domain/fault.ts'
import { injectionSteps } from '../domain/injection.ts'
import { chaosComplaints } from './check-chaos.ts'
import { isClusterReading } from './cluster-reading.ts'
import { fillPlaceholders } from './placeholders.ts'

/** What a fault's schema cannot say: its symptom is seen as operators see, its Chaos objects have the fields of their kinds. */
export const lintFault = ({ inject, symptom, targets }: Fault): readonly string[] => [
  ...(isClusterReading(symptom.command)
    ? []
    : ['symptom.command: expected kubectl and filters, with no text of its own']),
  ...(/chaos|__NAME__/i.test(symptom.command)
    ? ['symptom.command: expected what an operator can see, not the object of the fault']
    : []),
  ...(targets.pods === 'none' && /__PODS?__|__NODE__/.test(JSON.stringify([inject, symptom]))
    ? ['targets: expected how many pods are hit: the fault names them']
    : []),
  ...injectionSteps(fillPlaceholders(inject, EXAMPLE)).flatMap((step) =>
    'chaos' in step ? chaosComplaints(step.chaos).map((complaint) => `inject.chaos.${complaint}`) : [],
  ),
]

const EXAMPLE = {
  __NAME__: 'name',
  __NAMESPACE__: 'namespace',
  __WORKLOAD__: 'workload',
  __POD__: 'pod',
  __PODS__: ['pod'],
  __NODE__: 'node',
  __CHAOS_DURATION__: '25s',
}
