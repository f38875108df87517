import { InfrastructureError } from '../domain/errors.ts'
import type { Fault } from '../domain/fault.ts'
import type { Rng } from '../ports/rng.ts'
import type { StateSnapshot } from './state-snapshot.ts'

/**
 * Names of the pods of a Deployment that a fault hits; chance chooses where not all are.
 * @throws {InfrastructureError} when there are fewer than the fault wants
 */
export const choosePods = (
  { rng }: { readonly rng: Rng },
  { deployments, pods }: StateSnapshot,
  workload: string,
  { pods: wanted }: Fault['targets'],
): readonly [string, ...string[]] => {
  const selector = deployments.find(({ metadata }) => metadata.name === workload)?.spec.selector.matchLabels
  if (selector === undefined) throw new InfrastructureError(`there is no Deployment ${workload} to break`)
  const candidates = pods
    .filter(({ metadata }) => Object.entries(selector).every(([key, value]) => metadata.labels[key] === value))
    .map(({ metadata }) => metadata.name)
  const count = wanted === 'all' ? candidates.length : wanted
  const [first, ...others] = rng.shuffle(candidates).slice(0, count).sort()
  if (first === undefined || others.length + 1 < count)
    throw new InfrastructureError(`Deployment ${workload} has ${candidates.length} pods, the fault wants ${count}`)
  return [first, ...others]
}
