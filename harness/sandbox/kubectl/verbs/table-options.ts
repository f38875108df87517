import type { TableOptions } from '../print/table.ts'
import type { Found } from '../select/find-objects.ts'
import type { Session } from '../session.ts'

/** How tables of these kinds are shown. */
export const tableOptions = (session: Session, found: readonly Found[], wide: boolean): TableOptions => {
  const { flags } = session
  return {
    nowMs: session.flow.nowMs(),
    wide,
    withNamespace: flags.bool('all-namespaces') && found.some(({ definition }) => definition.namespaced),
    withKind: flags.bool('show-kind') || new Set(found.map(({ definition }) => definition)).size > 1,
    noHeaders: flags.bool('no-headers'),
    showLabels: flags.bool('show-labels'),
    labelColumns: flags.list('label-columns'),
  }
}
