import { columns } from '../columns/index.ts'
import type { ColumnName } from '../columns/index.ts'
import type { ReportModel } from '../summary/report-model.ts'
import { toCsv } from './to-csv.ts'

/** The method table for machines: one line a method and column, full precision; a missing value is an empty field. */
export const methodCsv = ({ methods }: ReportModel): string =>
  toCsv([
    ['method', 'column', 'unit', 'mean', 'low', 'high', 'interval', 'tasks'],
    ...methods.flatMap((method) =>
      Object.entries(columns).map(([name, { key, unit }]) => {
        const estimate = method.estimates[name as ColumnName]
        const interval = estimate?.interval
        return [
          method.name,
          key,
          unit,
          ...[estimate?.mean, interval?.low, interval?.high, interval?.formula, estimate?.tasks ?? 0].map((value) =>
            value === undefined ? '' : String(value),
          ),
        ]
      }),
    ),
  ])
