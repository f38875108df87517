import type { AnyObject } from '../../../api/types/object.ts'
import type { ResourceDefinition } from '../../../api/types/resource.ts'
import { failure, throwAll } from '../../errors.ts'
import type { FlagSpecs } from '../../flags/types.ts'
import { FILE_FLAGS } from '../../flags/global.ts'
import { findObjects } from '../../select/find-objects.ts'
import { readResourceArgs } from '../../select/resource-args.ts'
import { selectFromFiles } from '../../select/select-from-files.ts'
import type { Session } from '../../session.ts'

export const ROLLOUT_FLAGS = {
  ...FILE_FLAGS,
  selector: { type: 'string', short: 'l' },
} as const satisfies FlagSpecs

export interface Target {
  readonly definition: ResourceDefinition
  readonly object: AnyObject
}

/** The workloads that a rollout command is about. @throws {KubectlError | ApiError} */
export const rolloutTargets = async (session: Session): Promise<readonly Target[]> => {
  const { flags } = session
  const fromFiles = flags.list('filename').length > 0
  if (flags.args.length === 0 && !fromFiles) throw failure('required resource not specified')
  const findings = fromFiles
    ? await selectFromFiles(session)
    : await findObjects(session, readResourceArgs(session.connect().registry, flags.args), {
        labelSelector: flags.text('selector'),
      })
  throwAll(findings.errors)
  return findings.found.flatMap(({ definition, objects }) => objects.map((object) => ({ definition, object })))
}
