import { ApiError, type StatusCause } from '../types/api-error.ts'
import { type FieldSet, intersection, pathsOf } from './field-set.ts'
import { type Entry, isBy, setOf, type Writer } from './managed-fields.ts'

/** Fields that an apply would take from others. Source of the wording: k8s.io/apimachinery/pkg/util/managedfields. */
export const conflictsOf = (entries: readonly Entry[], writer: Writer, changed: FieldSet): ApiError | undefined => {
  const conflicts = entries
    .filter((entry) => !isBy(entry, writer))
    .flatMap((entry) =>
      pathsOf(intersection(setOf(entry), changed)).map((path) => ({
        who: printedManager(entry),
        path: printedPath(path),
      })),
    )
  const [first] = conflicts
  if (first === undefined) return undefined
  const causes = conflicts.map(({ who, path }): StatusCause => ({
    reason: 'FieldManagerConflict',
    message: `conflict with ${who}`,
    field: path,
  }))
  const message =
    conflicts.length === 1
      ? `Apply failed with 1 conflict: conflict with ${first.who}: ${first.path}`
      : `Apply failed with ${conflicts.length} conflicts: ${listed(conflicts)}`
  return new ApiError(409, 'Conflict', message, { causes })
}

const listed = (conflicts: readonly { readonly who: string; readonly path: string }[]): string =>
  [...new Set(conflicts.map(({ who }) => who))]
    .sort()
    .map((who) => {
      const paths = conflicts.filter((conflict) => conflict.who === who).map(({ path }) => `- ${path}`)
      return `conflicts with ${who}:\n${paths.join('\n')}`
    })
    .join('\n')

const printedManager = ({ manager, operation, apiVersion, subresource }: Entry): string => {
  const part = subresource === undefined ? '' : ` with subresource ${JSON.stringify(subresource)}`
  return `${JSON.stringify(manager)}${part}${operation === 'Update' ? ` using ${apiVersion}` : ''}`
}

/** `.spec.template.spec.containers[name="app"].image` */
const printedPath = (steps: readonly string[]): string => steps.map(printedStep).join('')

const printedStep = (step: string): string => {
  const text = step.slice(2)
  if (step.startsWith('f:')) return `.${text}`
  if (step.startsWith('v:')) return `[=${text}]`
  const keys = Object.entries(JSON.parse(text) as Record<string, unknown>)
  return `[${keys.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(',')}]`
}
