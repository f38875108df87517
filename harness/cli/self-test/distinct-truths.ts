import type { Truth } from '../../domain/finding.ts'
import type { TaskInstance } from '../../domain/task.ts'

/** Every answer that is true of the task in one of its variants, as far as its oracle tells them apart; none where it judges a state. */
export const distinctTruths = ({ variants, oracle }: TaskInstance): readonly Truth[] => {
  if (oracle.judges === 'state') return []
  const truths = Object.values(variants).flatMap(({ truth, targets }) =>
    truth === undefined ? [] : (targets ?? ['']).map((workload) => filled(truth, workload)),
  )
  const judged = (truth: Truth): string => JSON.stringify(oracle.fields.map((field) => truth[field] ?? null))
  return [...new Map(truths.toReversed().map((truth) => [judged(truth), truth])).values()].toReversed()
}

const filled = (truth: Truth, workload: string): Truth => ({
  ...truth,
  ...(truth.object === undefined ? {} : { object: truth.object.replaceAll('__WORKLOAD__', workload) }),
})
