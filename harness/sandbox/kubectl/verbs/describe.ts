import type { AnyObject } from '../../api/types/object.ts'
import type { ResourceDefinition } from '../../api/types/resource.ts'
import type { Command } from '../command.ts'
import { writeEvents } from '../describe/events.ts'
import { describerOf } from '../describe/index.ts'
import { createReport } from '../describe/report-writer.ts'
import { failure, throwAll } from '../errors.ts'
import { FILE_FLAGS } from '../flags/global.ts'
import { findObjects, isNotFound, listAll, type Findings, type Scope } from '../select/find-objects.ts'
import { readResourceArgs, type Wanted } from '../select/resource-args.ts'
import { selectFromFiles } from '../select/select-from-files.ts'
import type { Session } from '../session.ts'

export const describe: Command = {
  summary: 'Show details of a specific resource or group of resources',
  usage: '(-f FILENAME | TYPE [NAME_PREFIX | -l label] | TYPE/NAME)',
  flags: {
    ...FILE_FLAGS,
    'all-namespaces': { type: 'bool', short: 'A' },
    'chunk-size': { type: 'int', initial: 500 },
    selector: { type: 'string', short: 'l' },
    'show-events': { type: 'bool', initial: true },
  },
  run: async (session) => {
    const { flags } = session
    const fromFiles = flags.list('filename').length > 0
    if (flags.args.length === 0 && !fromFiles) {
      throw failure(
        'You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.',
      )
    }
    const scope = { allNamespaces: flags.bool('all-namespaces'), labelSelector: flags.text('selector') }
    const { found, errors } = fromFiles ? await selectFromFiles(session) : await findWithPrefix(session, scope)
    let isFirst = true
    for (const { definition, objects } of found) {
      for (const object of objects) {
        session.out((isFirst ? '' : '\n\n') + (await description(session, definition, object)))
        isFirst = false
      }
    }
    if (isFirst && errors.length === 0) {
      session.err(
        scope.allNamespaces ? 'No resources found\n' : `No resources found in ${session.namespace} namespace.\n`,
      )
    }
    throwAll(errors)
  },
}

/** A name that does not exist is tried as the beginning of one. */
const findWithPrefix = async (session: Session, scope: Scope): Promise<Findings> => {
  const wanted = readResourceArgs(session.connect().registry, session.flags.args)
  const results = []
  for (const one of wanted) results.push(await findOne(session, one, scope))
  return { found: results.flatMap(({ found }) => found), errors: results.flatMap(({ errors }) => errors) }
}

const findOne = async (session: Session, wanted: Wanted, scope: Scope): Promise<Findings> => {
  const findings = await findObjects(session, [wanted], scope)
  const { definition, name } = wanted
  if (name === undefined || !findings.errors.some(isNotFound)) return findings
  const all = await listAll(session, definition, scope)
  const objects = all.filter(({ metadata }) => metadata.name.startsWith(name))
  return objects.length === 0 ? findings : { found: [{ definition, objects, isList: true }], errors: [] }
}

const description = async (session: Session, definition: ResourceDefinition, object: AnyObject): Promise<string> => {
  const { describe: write, hasEvents } = describerOf(definition)
  const report = createReport()
  await write(report, object, { session, nowMs: session.flow.nowMs() })
  if (hasEvents) await writeEvents(session, report, object)
  return report.aligned()
}
