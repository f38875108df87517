import type { AnyObject } from '../../api/types/object.ts'
import type { Command } from '../command.ts'
import { failure, KubectlError, throwAll } from '../errors.ts'
import { FILE_FLAGS, PRINT_FLAGS } from '../flags/global.ts'
import { printCustomColumns } from '../print/custom-columns.ts'
import { listOf, objectName, outputOf, type Output } from '../print/printer.ts'
import { sortObjects } from '../print/sort-objects.ts'
import { alignTable, tableRows, type TableOptions } from '../print/table.ts'
import { findObjects, isNotFound, type Found } from '../select/find-objects.ts'
import { readResourceArgs } from '../select/resource-args.ts'
import { selectFromFiles } from '../select/select-from-files.ts'
import type { Session } from '../session.ts'
import { getRaw } from './get-raw.ts'
import { watchObjects } from './get-watch.ts'
import { tableOptions } from './table-options.ts'

export const get: Command = {
  summary: 'Display one or many resources',
  usage:
    '[(-o|--output=)json|yaml|name|wide|…] (TYPE[.VERSION][.GROUP] [NAME | -l label] | TYPE[.VERSION][.GROUP]/NAME ...) [flags]',
  flags: {
    ...PRINT_FLAGS,
    ...FILE_FLAGS,
    'all-namespaces': { type: 'bool', short: 'A' },
    'chunk-size': { type: 'int', initial: 500 },
    'field-selector': { type: 'string' },
    'ignore-not-found': { type: 'bool' },
    'label-columns': { type: 'strings', short: 'L' },
    'no-headers': { type: 'bool' },
    'output-watch-events': { type: 'bool' },
    raw: { type: 'string' },
    selector: { type: 'string', short: 'l' },
    'server-print': { type: 'bool', initial: true },
    'show-kind': { type: 'bool' },
    'show-labels': { type: 'bool' },
    'sort-by': { type: 'string' },
    subresource: { type: 'string' },
    watch: { type: 'bool', short: 'w' },
    'watch-only': { type: 'bool' },
  },
  run: async (session) => {
    const { flags } = session
    if (flags.given('raw')) return getRaw(session, flags.text('raw'))
    const output = await outputOf(flags, (path) => readText(session, path))
    if (flags.args.length === 0 && flags.list('filename').length === 0) throw new KubectlError(NOTHING_ASKED)
    const scope = {
      allNamespaces: flags.bool('all-namespaces'),
      labelSelector: flags.text('selector'),
      fieldSelector: flags.text('field-selector'),
    }
    const isNamed = flags.args.length > 1 || (flags.args[0] ?? '').includes('/')
    if (isNamed && (scope.labelSelector !== '' || scope.fieldSelector !== '')) {
      throw failure('name cannot be provided when a selector is specified')
    }
    const { registry } = session.connect()
    const findings =
      flags.list('filename').length > 0
        ? await selectFromFiles(session)
        : await findObjects(session, readResourceArgs(registry, flags.args), scope)
    if (flags.bool('watch') || flags.bool('watch-only')) {
      throwAll(findings.errors)
      return watchObjects(session, findings.found, output, scope)
    }
    const errors = findings.errors.filter((error) => !(flags.bool('ignore-not-found') && isNotFound(error)))
    const printed = print(session, findings.found, output)
    const isEmpty = printed === '' && output.format === 'table'
    if (isEmpty && errors.length === 0 && !flags.bool('ignore-not-found')) {
      const inNamespace = !scope.allNamespaces && findings.found.every(({ definition }) => definition.namespaced)
      session.err(inNamespace ? `No resources found in ${session.namespace} namespace.\n` : 'No resources found\n')
    }
    session.out(printed)
    throwAll(errors)
    return 0
  },
}

const NOTHING_ASKED = `You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.

error: Required resource not specified.
Use "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).
See 'kubectl get -h' for help and examples`

const readText = async (session: Session, path: string): Promise<string> => {
  const text = await session.files.read(session.path(path))
  if (text === undefined) throw failure(`error reading ${path}, open ${path}: no such file or directory`)
  return text
}

const print = (session: Session, found: readonly Found[], output: Output): string => {
  const sorted = sortFound(found, session.flags.text('sort-by'))
  const objects = sorted.flatMap(({ objects: some }) => some)
  switch (output.format) {
    case 'table':
      return printTables(sorted, tableOptions(session, sorted, output.wide))
    case 'name':
      return sorted
        .flatMap(({ definition, objects: some }) =>
          some.map(({ metadata }) => `${objectName(definition, metadata.name)}\n`),
        )
        .join('')
    case 'custom-columns':
      return objects.length === 0 && sorted.every(({ isList }) => !isList)
        ? ''
        : printCustomColumns(output.specification, objects, session.flags.bool('no-headers'))
    case 'object': {
      const [only] = sorted
      if (only === undefined) return ''
      return output.print(sorted.length === 1 && !only.isList ? only.objects[0] : listOf(objects))
    }
  }
}

const sortFound = (found: readonly Found[], path: string): readonly Found[] =>
  path === '' ? found : found.map((one) => ({ ...one, objects: sortObjects(one.objects, path) }))

/** One table a kind, with a blank line between; neighbours of one kind share a table. */
const printTables = (found: readonly Found[], options: TableOptions): string => {
  const groups: { definition: Found['definition']; objects: AnyObject[] }[] = []
  for (const { definition, objects } of found) {
    const last = groups.at(-1)
    if (last?.definition === definition) last.objects.push(...objects)
    else groups.push({ definition, objects: [...objects] })
  }
  return groups
    .filter(({ objects }) => objects.length > 0)
    .map(({ definition, objects }) =>
      alignTable(
        tableRows(definition, objects, { ...options, withNamespace: options.withNamespace && definition.namespaced }),
      ),
    )
    .join(options.noHeaders ? '' : '\n')
}
