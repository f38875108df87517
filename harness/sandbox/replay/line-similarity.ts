/**
 * How much of two texts is the same, line by line: twice the longest common subsequence over the sum of both lengths.
 * @returns 0 (nothing in common) to 1 (equal)
 */
export const lineSimilarity = (one: string, other: string): number => {
  if (one === other) return 1
  const left = one.split('\n')
  const right = other.split('\n')
  let above = new Uint32Array(right.length + 1)
  for (const line of left) {
    const row = new Uint32Array(right.length + 1)
    for (let at = 0; at < right.length; at += 1) {
      row[at + 1] = line === right[at] ? cell(above, at) + 1 : Math.max(cell(above, at + 1), cell(row, at))
    }
    above = row
  }
  return (2 * cell(above, right.length)) / (left.length + right.length)
}

const cell = (row: Uint32Array, at: number): number => row[at] as number
