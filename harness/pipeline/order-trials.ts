import type { TrialSpec } from '../domain/trial.ts'
import type { Rng } from '../ports/rng.ts'

/** The order in which trials run: blocks of one task and seed stay together, the methods inside a block are shuffled. */
export const orderTrials = ({ rng }: { readonly rng: Rng }, trials: readonly TrialSpec[]): readonly TrialSpec[] => {
  const blocks = new Map<string, TrialSpec[]>()
  for (const trial of trials) {
    const block = `${trial.task.id}/${trial.seed}`
    blocks.set(block, [...(blocks.get(block) ?? []), trial])
  }
  return [...blocks].flatMap(([block, members]) => rng.fork(`order/${block}`).shuffle(members))
}
