/** `0/3 nodes are available: 3 Insufficient cpu.` and what preemption said, as the scheduler words it. */
export const unschedulableMessage = (nodes: number, reasons: readonly string[], preemption: string): string => {
  if (nodes === 0) return 'no nodes available to schedule pods'
  const head = `0/${nodes} nodes are available: ${tally(reasons).join(', ')}.`
  return preemption === '' ? head : `${head} preemption: ${preemption}`
}

/** A reason that holds before any node is looked at. */
export const refusedMessage = (nodes: number, refusal: string): string =>
  `0/${nodes} nodes are available: ${refusal}. preemption: ${outlookText(
    Array.from({ length: nodes }, () => 'Preemption is not helpful for scheduling'),
    nodes,
  )}`

export const outlookText = (outlook: readonly string[], nodes: number): string =>
  `0/${nodes} nodes are available: ${tally(outlook).join(', ')}.`

const tally = (texts: readonly string[]): string[] => {
  const counts = new Map<string, number>()
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
  return [...counts].map(([text, count]) => `${count} ${text}`).sort()
}
