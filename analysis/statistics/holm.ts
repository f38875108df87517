/**
 * Holm's step-down adjustment over one family of contrasts: the i-th smallest of m p-values is multiplied by m−i+1, made
 * monotone, and capped at 1.
 * @returns adjusted p-values in the order given
 * @see Holm 1979, "A simple sequentially rejective multiple test procedure"
 */
export const holm = (pValues: readonly number[]): readonly number[] => {
  const adjusted = pValues.map(() => 1)
  const ascending = pValues.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p || a.index - b.index)
  let floor = 0
  for (const [rank, { p, index }] of ascending.entries()) {
    floor = Math.max(floor, Math.min(1, p * (pValues.length - rank)))
    adjusted[index] = floor
  }
  return adjusted
}
