/** A number with a fixed count of decimals, without a negative zero, the same in every locale. */
export const formatNumber = (value: number, decimals: number): string => {
  const text = value.toFixed(decimals)
  return Number(text) === 0 ? (0).toFixed(decimals) : text.replace('-', '−')
}

/** Decimals that keep about three digits: 0.04, 3.25, 41.8, 128. */
export const decimalsFor = (value: number): number => {
  const size = Math.abs(value)
  if (size >= 100) return 0
  return size >= 10 ? 1 : 2
}

/** A p-value; below 0.001 only that it is. */
export const formatP = (p: number): string => (p < 0.001 ? '< 0.001' : p.toFixed(3))
