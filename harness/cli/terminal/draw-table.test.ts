import { describe, expect, it } from 'vitest'
import { drawTable } from './draw-table.ts'

const grid = {
  caption: 'Mean over tasks with an interval, and nothing else that would be worth a word.',
  head: ['Method', 'Solved', 'Unsafe mutations', 'Cluster seconds'],
  rows: [
    ['Direct', '96 % [65, 100]', '0.00 [−0.1, 0.1]', '1.73 [0.75, 2.71]'],
    ['OpsSkill − verification', '85 % [53, 97]', '0.00', '26 [−286, 338]'],
  ],
}
const widest = (text: string): number => Math.max(...text.split('\n').map((line) => line.length))

describe('a drawn table', () => {
  it.each([120, 80, 60, 48])('fits a terminal of %i characters and loses no cell', (width) => {
    const drawn = drawTable(grid, width)
    expect(widest(drawn)).toBeLessThanOrEqual(width)
    for (const words of grid.rows.flat().flatMap((cell) => cell.split(' ['))) expect(drawn).toContain(words)
  })

  it('repeats the first column where it is cut into several', () => {
    expect(drawTable(grid, 48).match(/OpsSkill − verification/g)).toHaveLength(3)
    expect(drawTable(grid, 120).match(/OpsSkill − verification/g)).toHaveLength(1)
  })
})
