import type { LimitRange } from 'kubernetes-types/core/v1.d.ts'
import type { Stored } from '../../api/types/object.ts'
import type { Report } from './report-writer.ts'
import type { Describer } from './types.ts'

export const describeLimitRange: Describer<LimitRange> = (report, range) => {
  report.add(0, `Name:\t${range.metadata.name}\nNamespace:\t${range.metadata.namespace ?? ''}\n`)
  report.add(0, 'Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio\n')
  report.add(0, '----\t--------\t---\t---\t---------------\t-------------\t-----------------------\n')
  writeLimits(report, range, '')
}

/** One row for each type and resource of a range. */
export const writeLimits = (report: Report, { spec }: Stored<LimitRange>, prefix: string): void => {
  for (const limit of spec?.limits ?? []) {
    const columns = [limit.min, limit.max, limit.defaultRequest, limit.default, limit.maxLimitRequestRatio]
    const names = new Set(columns.flatMap((amounts) => Object.keys(amounts ?? {})))
    for (const name of [...names].toSorted()) {
      const cells = columns.map((amounts) => String(amounts?.[name] ?? '-'))
      report.add(0, `${prefix}${[limit.type, name, ...cells].join('\t')}\n`)
    }
  }
}
