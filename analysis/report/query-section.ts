import { columns } from '../columns/index.ts'
import type { ReportModel } from '../summary/report-model.ts'
import { INTERVALS } from '../tables/method-table.ts'
import { escapeHtml, proseHtml } from './html.ts'

/** Every query of the report, to be pasted into `sqlite3 store.sqlite`. */
export const querySection = ({ queries }: ReportModel): string =>
  [
    `<p>Paste a query into <code>sqlite3 store.sqlite</code>. ${escapeHtml(INTERVALS)} Contrasts: Student-t over tasks. In <code>tables/methods.csv</code> the column <code>interval</code> says which.</p>`,
    ...queries.map(
      ({ title, sql }, index) =>
        `<details><summary>${proseHtml(title)}</summary><pre id="query-${index}">${escapeHtml(sql)};</pre></details>`,
    ),
  ].join('\n')

/** Addresses of the queries behind the columns of the method table, by the column's head. */
export const queryLinks = ({ queries }: ReportModel): ReadonlyMap<string, string> =>
  new Map(
    Object.values(columns).flatMap(({ title }) => {
      const index = queries.findIndex((query) => query.title.startsWith(`${title}:`))
      return index < 0 ? [] : [[title, `#query-${index}`] as const]
    }),
  )
