import { estimateMean } from './estimate-mean.ts'
import type { Estimate } from './estimate.ts'
import { mean } from './mean.ts'
import { signFlip } from './sign-flip.ts'
import type { SignFlip } from './sign-flip.ts'

/** One score of either arm on the same task instance, seed and environment. */
export type Pair = { readonly task: string; readonly left: number; readonly right: number }

/** Difference left − right of two arms on pairs: estimate with t interval at C−1, and a permutation p-value. */
export type Contrast = {
  readonly estimate: Estimate
  readonly pairs: number
  readonly test: SignFlip
}

/**
 * Mean of per-task mean differences of two methods that ran on the same (task, seed) pairs.
 * @param pairs a pair with a missing or void arm is left out by the caller, and counted there
 * @returns undefined when no pair is complete
 */
export const pairedContrast = (pairs: readonly Pair[], seed = 1): Contrast | undefined => {
  const differences = [...differencesByTask(pairs).values()].map(mean)
  const estimate = estimateMean(differences)
  if (estimate === undefined) return undefined
  return { estimate, pairs: pairs.length, test: signFlip(differences, { seed, draws: 100_000 }) }
}

const differencesByTask = (pairs: readonly Pair[]): ReadonlyMap<string, readonly number[]> => {
  const groups = new Map<string, number[]>()
  for (const { task, left, right } of pairs) {
    const group = groups.get(task) ?? []
    groups.set(task, group)
    group.push(left - right)
  }
  return groups
}
