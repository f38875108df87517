import type { Grid } from '../tables/grid.ts'
import { escapeHtml, proseHtml } from './html.ts'

/**
 * A table of the page.
 * @param links address behind a head cell, by its text: where its number is recomputed
 */
export const gridHtml = (
  grid: Grid,
  links: ReadonlyMap<string, string> = new Map(),
): string => `<div class="scroll"><table>
<thead><tr>${grid.head.map((cell) => `<th scope="col">${linked(cell, links.get(cell))}</th>`).join('')}</tr></thead>
<tbody>
${grid.rows.map(toRow).join('\n')}
</tbody>
</table></div>
<p class="caption">${proseHtml(grid.caption)}</p>`

const toRow = (cells: readonly string[]): string =>
  `<tr>${cells.map((cell, index) => (index === 0 ? `<th scope="row">${escapeHtml(cell)}</th>` : toCell(cell))).join('')}</tr>`

const toCell = (cell: string): string =>
  `<td${ABSENT.has(cell) ? ' class="absent"' : ''}>${escapeHtml(cell).replace(/ (\[.*)$/, '<span class="interval">$1</span>')}</td>`

const ABSENT = new Set(['missing', 'not exercised', 'not triggered'])

const linked = (text: string, address: string | undefined): string =>
  address === undefined ? proseHtml(text) : `<a href="${address}">${proseHtml(text)}</a>`
