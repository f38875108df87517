import { ApiError } from '../../../api/types/api-error.ts'
import type { AnyObject } from '../../../api/types/object.ts'
import type { Command } from '../../command.ts'
import { withChangeCause } from '../../edit/change-cause.ts'
import { changeOptions, dryRunOf } from '../../edit/dry-run.ts'
import { withLastApplied } from '../../edit/last-applied.ts'
import { report } from '../../edit/report.ts'
import { failure, KubectlError, throwAll, withContext } from '../../errors.ts'
import { CHANGE_FLAGS, FILE_FLAGS, PRINT_FLAGS, RECORD_FLAG } from '../../flags/global.ts'
import { readManifests, type MappedManifest } from '../../select/manifests.ts'
import { mapManifest } from '../../select/map-manifest.ts'
import type { Session } from '../../session.ts'

/** `kubectl create -f`. */
export const createFromFiles: Command = {
  summary: 'Create a resource from a file or from stdin',
  usage: '-f FILENAME',
  flags: {
    ...PRINT_FLAGS,
    ...FILE_FLAGS,
    ...CHANGE_FLAGS,
    ...RECORD_FLAG,
    'save-config': { type: 'bool' },
    selector: { type: 'string', short: 'l' },
    edit: { type: 'bool' },
    raw: { type: 'string' },
  },
  run: async (session) => {
    const { args } = session.flags
    if (session.flags.list('filename').length === 0) {
      session.err('Error: must specify one of -f and -k\n\n')
      throw args.length > 0
        ? failure(`unknown command ${JSON.stringify(args.join(' '))}\nSee 'kubectl create -h' for help and examples`)
        : new KubectlError('')
    }
    if (args.length > 0)
      throw failure(`Unexpected args: [${args.join(' ')}]\nSee 'kubectl create -h' for help and examples`)
    const manifests = await readManifests(session)
    if (manifests.length === 0) throw failure('no objects passed to create')
    const errors: unknown[] = []
    for (const manifest of manifests) {
      try {
        const mapped = mapManifest(session, manifest)
        await report(session, mapped.definition, await createOne(session, mapped), 'created')
      } catch (error) {
        if (!(error instanceof Error)) throw error
        errors.push(error)
      }
    }
    throwAll(errors)
  },
}

const createOne = async (session: Session, manifest: MappedManifest): Promise<AnyObject> => {
  const { definition, namespace, source } = manifest
  const noted = withChangeCause(session, manifest.document)
  const document = session.flags.bool('save-config') ? withLastApplied(noted) : noted
  if (dryRunOf(session.flags) === 'client') return document as unknown as AnyObject
  try {
    return await session.request(
      (client) => client.create({ resource: definition, namespace }, document),
      changeOptions(session, 'kubectl-create'),
    )
  } catch (error) {
    throw error instanceof ApiError ? withContext(error, `error when creating "${source}"`) : error
  }
}
