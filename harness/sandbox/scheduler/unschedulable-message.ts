import type { Misfit } from './fit.ts'

/** `0/3 nodes are available: 3 Insufficient cpu. preemption: …`, as the scheduler words it. */
export const unschedulableMessage = (misfits: readonly Misfit[]): string => {
  const nodes = misfits.length
  if (nodes === 0) return 'no nodes available to schedule pods'
  const reasons = tally(misfits.flatMap((misfit) => misfit.reasons))
  const outlook = tally(
    misfits.map((misfit) =>
      misfit.evictable ? 'No preemption victims found for incoming pod' : 'Preemption is not helpful for scheduling',
    ),
  )
  return `0/${nodes} nodes are available: ${reasons.join(', ')}. preemption: 0/${nodes} nodes are available: ${outlook.join(', ')}.`
}

const tally = (texts: readonly string[]): string[] => {
  const counts = new Map<string, number>()
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
  return [...counts].map(([text, count]) => `${count} ${text}`).sort()
}
