import { InfrastructureError } from '../domain/errors.ts'
import type { Rng } from '../ports/rng.ts'
import type { Pod, StateSnapshot } from './state-snapshot.ts'

/**
 * The pods of a workload that a fault hits; chance chooses where not all are. Pods are a Deployment's by its selector; of other kinds by
 * the label `app`.
 * @throws {InfrastructureError} when there are fewer than the fault wants
 */
export const choosePods = (
  { rng }: { readonly rng: Rng },
  { deployments, pods }: StateSnapshot,
  workload: string,
  wanted: 'all' | number,
): readonly Pod[] => {
  const deployment = deployments.find(({ metadata }) => metadata.name === workload)
  const selector = deployment?.spec.selector.matchLabels ?? { app: workload }
  const candidates = pods.filter(({ metadata }) =>
    Object.entries(selector).every(([key, value]) => metadata.labels[key] === value),
  )
  const count = wanted === 'all' ? candidates.length : wanted
  const chosen = rng
    .shuffle(candidates)
    .slice(0, count)
    .toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
  if (chosen.length > 0 && chosen.length >= count) return chosen
  const what = deployment === undefined ? 'workload' : 'Deployment'
  throw new InfrastructureError(
    `${what} ${workload} has ${candidates.length} pods, the fault wants ${wanted === 'all' ? 'at least one' : wanted}`,
  )
}
