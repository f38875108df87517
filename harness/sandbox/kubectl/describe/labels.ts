import type { Toleration } from 'kubernetes-types/core/v1.d.ts'
import { LAST_APPLIED } from '../edit/last-applied.ts'
import type { DeepReadonly } from '../../api/types/object.ts'
import type { Report } from './report-writer.ts'

type Texts = Readonly<Record<string, string>> | undefined

const LONGEST_ANNOTATION = 140

/** `Title:  a=b` with a line for each label. */
export const writeLabels = (report: Report, title: string, labels: Texts): void => {
  const lines = Object.keys(labels ?? {})
    .toSorted()
    .map((key) => `${key}=${labels?.[key] ?? ''}\n`)
  report.add(0, `${title}:\t${lines.length === 0 ? '<none>\n' : lines.join('\t')}`)
}

/** Annotations without the one that `apply` keeps; long ones begin on a line of their own. */
export const writeAnnotations = (report: Report, title: string, annotations: Texts): void => {
  const lines = Object.keys(annotations ?? {})
    .filter((key) => key !== LAST_APPLIED)
    .toSorted()
    .map((key) => annotationLine(key, (annotations?.[key] ?? '').replace(/\n$/, '')))
  report.add(0, `${title}:\t${lines.length === 0 ? '<none>\n' : lines.join('\t')}`)
}

const annotationLine = (key: string, value: string): string => {
  const isShort = value.length + key.length + 2 <= LONGEST_ANNOTATION && !value.includes('\n')
  if (isShort) return `${key}: ${value}\n`
  const lines = value.split('\n').map((line) => `\t  ${shortened(line, LONGEST_ANNOTATION - 2)}\n`)
  return `${key}:\n${lines.join('')}`
}

const shortened = (text: string, limit: number): string => (text.length > limit ? `${text.slice(0, limit)}...` : text)

/** Tolerations, a line each. */
export const writeTolerations = (
  report: Report,
  title: string,
  tolerations: readonly DeepReadonly<Toleration>[] | undefined,
): void => {
  const lines = (tolerations ?? []).toSorted((a, b) => ((a.key ?? '') < (b.key ?? '') ? -1 : 1)).map(tolerationLine)
  report.add(0, `${title}:\t${lines.length === 0 ? '<none>\n' : lines.join('\t')}`)
}

const tolerationLine = ({
  key = '',
  value = '',
  effect = '',
  operator,
  tolerationSeconds,
}: DeepReadonly<Toleration>): string => {
  const head = `${key}${value === '' ? '' : `=${value}`}${effect === '' ? '' : `:${effect}`}`
  const exists = operator === 'Exists' && value === '' ? `${head === '' ? '' : ' '}op=Exists` : ''
  return `${head}${exists}${tolerationSeconds === undefined ? '' : ` for ${tolerationSeconds}s`}\n`
}
