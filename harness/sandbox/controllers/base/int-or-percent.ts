/** A count, or a share of `total` rounded up (or down). */
export const countOf = (value: unknown, total: number, round: 'up' | 'down'): number => {
  if (typeof value !== 'string' || !value.endsWith('%')) return Number(value)
  const share = (total * Number(value.slice(0, -1))) / 100
  return round === 'up' ? Math.ceil(share) : Math.floor(share)
}
