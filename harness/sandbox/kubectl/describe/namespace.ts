import type { Namespace } from 'kubernetes-types/core/v1.d.ts'
import { resources } from '../../api/resources.ts'
import { ApiError } from '../../api/types/api-error.ts'
import type { Resource } from '../../api/types/resource.ts'
import type { Stored } from '../../api/types/object.ts'
import type { Session } from '../session.ts'
import { writeAnnotations, writeLabels } from './labels.ts'
import { writeLimits } from './limit-range.ts'
import { writeScopes } from './quota-scopes.ts'
import type { Report } from './report-writer.ts'
import type { Describer } from './types.ts'

export const describeNamespace: Describer<Namespace> = async (report, { metadata, status }, { session }) => {
  report.add(0, `Name:\t${metadata.name}\n`)
  writeLabels(report, 'Labels', metadata.labels)
  writeAnnotations(report, 'Annotations', metadata.annotations)
  report.add(0, `Status:\t${status?.phase ?? ''}\n`)
  const conditions = status?.conditions ?? []
  if (conditions.length > 0) {
    report.add(0, 'Conditions:\n  Type\tStatus\tLastTransitionTime\tReason\tMessage\n')
    report.add(1, '----\t------\t------------------\t------\t-------\n')
  }
  for (const { type, status: state, lastTransitionTime = '', reason = '', message = '' } of conditions) {
    report.add(1, `${type}\t${state}\t${lastTransitionTime}\t${reason}\t${message}\n`)
  }
  await writeQuotas(session, report, metadata.name)
  const limits = await listIn(session, resources.limitRanges, metadata.name)
  if (limits.length === 0) {
    report.add(0, '\nNo LimitRange resource.\n')
    return
  }
  report.add(
    0,
    '\nResource Limits\n Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio\n',
  )
  report.add(0, ' ----\t--------\t---\t---\t---------------\t-------------\t-----------------------\n')
  for (const range of limits) writeLimits(report, range, ' ')
}

const writeQuotas = async (session: Session, report: Report, namespace: string): Promise<void> => {
  const quotas = await listIn(session, resources.resourceQuotas, namespace)
  if (quotas.length === 0) {
    report.add(0, '\nNo resource quota.\n')
    return
  }
  report.add(0, '\nResource Quotas\n')
  for (const { metadata, spec, status } of quotas) {
    report.add(0, `  Name:\t${metadata.name}\n`)
    writeScopes(report, spec?.scopes, '  ')
    report.add(0, `  Resource\tUsed\tHard\n  --------\t---\t---\n`)
    for (const name of Object.keys(status?.hard ?? {}).toSorted()) {
      report.add(0, `  ${name}\t${String(status?.used?.[name] ?? '0')}\t${String(status?.hard?.[name])}\n`)
    }
  }
}

const listIn = async <T>(session: Session, resource: Resource<T>, namespace: string): Promise<readonly Stored<T>[]> => {
  try {
    return (await session.request((client) => client.list({ resource, namespace }))).items
  } catch (error) {
    if (error instanceof ApiError) return []
    throw error
  }
}
