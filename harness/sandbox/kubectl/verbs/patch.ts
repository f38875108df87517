import { parse } from 'yaml'
import type { PatchType } from '../../api/types/request.ts'
import type { Command } from '../command.ts'
import { dryRunOf, dryRunSuffix } from '../edit/dry-run.ts'
import { patchObject } from '../edit/patch-object.ts'
import { report } from '../edit/report.ts'
import { failure, KubectlError, throwAll } from '../errors.ts'
import { CHANGE_FLAGS, FILE_FLAGS, PRINT_FLAGS, RECORD_FLAG } from '../flags/global.ts'
import { objectName } from '../print/printer.ts'
import { findObjects } from '../select/find-objects.ts'
import { readResourceArgs } from '../select/resource-args.ts'
import { selectFromFiles } from '../select/select-from-files.ts'
import type { Session } from '../session.ts'

export const patch: Command = {
  summary: 'Update fields of a resource',
  usage: '(-f FILENAME | TYPE NAME) [-p PATCH|--patch-file FILE]',
  flags: {
    ...PRINT_FLAGS,
    ...FILE_FLAGS,
    ...CHANGE_FLAGS,
    ...RECORD_FLAG,
    local: { type: 'bool' },
    patch: { type: 'string', short: 'p' },
    'patch-file': { type: 'string' },
    subresource: { type: 'string' },
    type: { type: 'string', initial: 'strategic' },
  },
  run: async (session) => {
    const { flags } = session
    const type = typeOf(flags.text('type').toLowerCase())
    const body = await bodyOf(session)
    const findings =
      flags.list('filename').length > 0
        ? await selectFromFiles(session)
        : await findObjects(session, readResourceArgs(session.connect().registry, flags.args), {})
    throwAll(findings.errors)
    for (const { definition, objects } of findings.found) {
      if (definition.custom && type === 'strategic') {
        throw failure(
          `cannot apply strategic merge patch for ${definition.group}/${definition.version}, Kind=${definition.kind} locally, try --type merge`,
        )
      }
      for (const object of objects) {
        const patched = await patchObject(session, { definition, object }, { type, body }, 'kubectl-patch')
        const isSame = patched.metadata.resourceVersion === object.metadata.resourceVersion
        if (isSame && flags.text('output') === '' && dryRunOf(flags) === 'none') {
          session.out(`${objectName(definition, object.metadata.name)} patched (no change)${dryRunSuffix('none')}\n`)
        } else {
          await report(session, definition, patched, 'patched')
        }
      }
    }
  },
}

const typeOf = (type: string): PatchType => {
  switch (type) {
    case 'strategic':
    case 'merge':
    case 'json':
      return type
    default:
      throw failure(`--type must be one of [json merge strategic], not "${type}"`)
  }
}

const bodyOf = async (session: Session): Promise<unknown> => {
  const { flags } = session
  const file = flags.text('patch-file')
  if (file === '' && flags.text('patch') === '') {
    throw failure('must specify --patch or --patch-file containing the contents of the patch')
  }
  const text = file === '' ? flags.text('patch') : await session.files.read(session.path(file))
  if (text === undefined) throw failure(`unable to read patch file: open ${file}: no such file or directory`)
  try {
    return parse(text)
  } catch (error) {
    const line = /at line (\d+)/.exec(error instanceof Error ? error.message : '')?.[1] ?? '1'
    throw new KubectlError(`error: unable to parse "${text}": yaml: line ${line}: did not find expected ',' or '}'`)
  }
}
