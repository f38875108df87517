import type { TaskInstance, Variant } from '../domain/task.ts'
import type { Draw } from '../domain/trial.ts'
import type { Rng } from '../ports/rng.ts'
import { digest } from './digest.ts'
import { fillPlaceholders, placeOf } from './placeholders.ts'

/**
 * Draws the state of the world of one trial. It depends on task and seed alone, so that all methods meet the same one. Where the
 * task has controls, exactly one of any three consecutive seeds draws a control: a constant answer cannot win.
 */
export const drawVariant = ({ rng }: { readonly rng: Rng }, task: TaskInstance, seed: number): Draw => {
  const chance = rng.fork(`draw/${task.id}/${seed}`)
  const wantsControl = (seed + phaseOf(task.id)) % 3 === 0
  const variants = Object.entries(task.variants)
  const wanted = variants.filter(([, variant]) => variant.control === wantsControl)
  const [variantName, variant] = chance.fork('variant').pick(wanted.length > 0 ? wanted : variants)
  const workload = variant.targets === undefined ? null : chance.fork('workload').pick(variant.targets)
  return { variantName, variant, workload, truth: truthOf(variant, workload, task.card.namespace) }
}

/** Tasks draw their controls at different seeds. */
const phaseOf = (taskId: string): number => Number.parseInt(digest(taskId).slice(0, 8), 16) % 3

const truthOf = ({ truth }: Variant, workload: string | null, namespace: string): Draw['truth'] =>
  truth === undefined ? null : fillPlaceholders(truth, placeOf(namespace, { workload }))
