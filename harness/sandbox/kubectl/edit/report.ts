import type { AnyObject } from '../../api/types/object.ts'
import type { ResourceDefinition } from '../../api/types/resource.ts'
import { objectName, outputOf } from '../print/printer.ts'
import { printCustomColumns } from '../print/custom-columns.ts'
import { alignTable, tableRows } from '../print/table.ts'
import type { Session } from '../session.ts'
import { dryRunOf, dryRunSuffix } from './dry-run.ts'
import { failure } from '../errors.ts'

/** Says what was done to an object (`deployment.apps/web scaled`), or prints the object as `-o` asks. */
export const report = async (
  session: Session,
  definition: ResourceDefinition,
  object: AnyObject,
  done: string,
): Promise<void> => {
  const { flags } = session
  if (flags.text('output') === '') {
    session.out(`${objectName(definition, object.metadata.name)} ${done}${dryRunSuffix(dryRunOf(flags))}\n`)
    return
  }
  const output = await outputOf(flags, async (path) => {
    const text = await session.files.read(session.path(path))
    if (text === undefined) throw failure(`open ${path}: no such file or directory`)
    return text
  })
  switch (output.format) {
    case 'name':
      session.out(`${objectName(definition, object.metadata.name)}\n`)
      return
    case 'object':
      session.out(output.print(object))
      return
    case 'custom-columns':
      session.out(printCustomColumns(output.specification, [object], false))
      return
    case 'table': {
      const rows = tableRows(definition, [object], {
        nowMs: session.flow.nowMs(),
        wide: output.wide,
        withNamespace: false,
        withKind: false,
        noHeaders: false,
        showLabels: false,
        labelColumns: [],
      })
      session.out(alignTable(rows))
    }
  }
}
