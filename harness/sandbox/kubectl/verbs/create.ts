import { ApiError } from '../../api/types/api-error.ts'
import type { AnyObject } from '../../api/types/object.ts'
import type { Command } from '../command.ts'
import { createFromObject } from '../edit/create-object.ts'
import { changeOptions, dryRunOf } from '../edit/dry-run.ts'
import { withLastApplied } from '../edit/last-applied.ts'
import { report } from '../edit/report.ts'
import { failure, throwAll, withContext } from '../errors.ts'
import { CHANGE_FLAGS, FILE_FLAGS, PRINT_FLAGS } from '../flags/global.ts'
import { readManifests, type MappedManifest } from '../select/manifests.ts'
import { mapManifest } from '../select/map-manifest.ts'
import type { Session } from '../session.ts'

/** `kubectl create -f`. */
export const createFromFiles: Command = {
  summary: 'Create a resource from a file or from stdin',
  usage: '-f FILENAME',
  flags: {
    ...PRINT_FLAGS,
    ...FILE_FLAGS,
    ...CHANGE_FLAGS,
    'save-config': { type: 'bool' },
    selector: { type: 'string', short: 'l' },
    edit: { type: 'bool' },
    raw: { type: 'string' },
  },
  run: async (session) => {
    if (session.flags.list('filename').length === 0) throw failure('must specify one of -f and -k')
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
  const document = session.flags.bool('save-config') ? withLastApplied(manifest.document) : manifest.document
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

/** A `kubectl create KIND` that builds one object from flags. */
export const creating = (
  summary: string,
  usage: string,
  flags: Command['flags'],
  build: (session: Session, name: string) => Promise<Readonly<Record<string, unknown>>>,
  complaint?: string,
): Command => ({
  summary,
  usage,
  flags: { ...PRINT_FLAGS, ...CHANGE_FLAGS, 'save-config': { type: 'bool' }, ...flags },
  run: async (session) => {
    const [name, ...others] = session.flags.args
    if (name === undefined || (others.length > 0 && session.flags.dashAt < 0)) {
      throw failure(
        `exactly one NAME is required, got ${session.flags.args.length}\nSee '${session.command} -h' for help and examples`,
      )
    }
    const object = await build(session, name)
    await createFromObject(session, object, 'kubectl-create', complaint ?? COMPLAINTS[String(object['kind'])])
  },
})

/** What kubectl says before the server's refusal; kinds that are not here are refused in the server's words. */
const COMPLAINTS: Readonly<Record<string, string>> = {
  ClusterRoleBinding: 'failed to create clusterrolebinding:',
  ConfigMap: 'failed to create configmap:',
  CronJob: 'failed to create cronjob:',
  Deployment: 'failed to create deployment:',
  Job: 'failed to create job:',
  ResourceQuota: 'failed to create quota:',
  RoleBinding: 'failed to create rolebinding:',
  Secret: 'failed to create secret',
  ServiceAccount: 'failed to create serviceaccount:',
}
