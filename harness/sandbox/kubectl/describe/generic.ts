import type { AnyObject } from '../../api/types/object.ts'
import { writeAnnotations, writeLabels } from './labels.ts'
import { goValue } from '../format/go-format.ts'
import type { Report } from './report-writer.ts'

/** Any object, field by field: what kubectl does for kinds that it does not know. */
export const describeGeneric = (report: Report, object: AnyObject): void => {
  const { metadata, apiVersion, kind } = object
  report.add(0, `Name:\t${metadata.name}\nNamespace:\t${metadata.namespace ?? ''}\n`)
  writeLabels(report, 'Labels', metadata.labels)
  writeAnnotations(report, 'Annotations', metadata.annotations)
  const {
    name: _name,
    namespace: _namespace,
    labels: _labels,
    annotations: _annotations,
    managedFields: _fields,
    ...rest
  } = metadata
  const { metadata: _metadata, apiVersion: _version, kind: _kind, ...fields } = object
  writeFields(report, 0, { apiVersion, kind, ...fields, metadata: rest })
}

const writeFields = (report: Report, level: number, fields: object): void => {
  const labelled = Object.entries(fields).map(([key, value]) => [fieldLabel(key), value as unknown] as const)
  for (const [label, value] of labelled.toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    if (Array.isArray(value)) {
      report.add(level, `${label}:\n`)
      for (const item of value as unknown[]) writeItem(report, level, item)
    } else if (typeof value === 'object' && value !== null) {
      report.add(level, `${label}:\n`)
      writeFields(report, level + 1, value)
    } else {
      report.add(level, `${label}:\t${goValue(value)}\n`)
    }
  }
}

const writeItem = (report: Report, level: number, item: unknown): void => {
  if (typeof item === 'object' && item !== null) writeFields(report, level + 1, item)
  else report.add(level + 1, `${String(item)}\n`)
}

/** Words that kubectl writes in capitals. */
const ACRONYMS = /\b(?:api|url|uid|osb|guid)\b/gi

/** `creationTimestamp` as `Creation Timestamp`, `podIP` as `Pod IP`. */
const fieldLabel = (key: string): string => {
  if (/[./_-]/.test(key)) return key
  return key
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .replace(/^[a-z]/, (letter) => letter.toUpperCase())
    .replace(ACRONYMS, (word) => word.toUpperCase())
}
