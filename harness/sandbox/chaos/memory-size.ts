/** Bytes of a size as Chaos Mesh reads it: `256MB`, `190Mi`, `1.5g`; units are powers of 1024. A percentage is of the node's memory. @returns `undefined` for anything else */
export const memorySizeBytes = (size: string, nodeBytes: number): number | undefined => {
  const match = /^(\d+(?:\.\d+)?)\s*(%|[kmgtp]?)i?b?$/i.exec(size)
  if (match === null) return undefined
  const amount = Number(match[1])
  const unit = (match[2] ?? '').toLowerCase()
  if (unit === '%') return (amount / 100) * nodeBytes
  return amount * 1024 ** ['', 'k', 'm', 'g', 't', 'p'].indexOf(unit)
}
