import { ApiError } from '../../api/types/api-error.ts'
import type { Command } from '../command.ts'
import { changeOptions, dryRunOf } from '../edit/dry-run.ts'
import { report } from '../edit/report.ts'
import { failure, KubectlError, throwAll } from '../errors.ts'
import { CHANGE_FLAGS, FILE_FLAGS, PRINT_FLAGS, RECORD_FLAG } from '../flags/global.ts'
import { findObjects } from '../select/find-objects.ts'
import { readResourceArgs } from '../select/resource-args.ts'
import { selectFromFiles } from '../select/select-from-files.ts'
import type { Session } from '../session.ts'
import { patchObject, type PatchTarget } from '../edit/patch-object.ts'

export const scale: Command = {
  summary: 'Set a new size for a deployment, replica set, or replication controller',
  usage: '[--resource-version=version] [--current-replicas=count] --replicas=COUNT (-f FILENAME | TYPE NAME)',
  flags: {
    ...PRINT_FLAGS,
    ...FILE_FLAGS,
    ...CHANGE_FLAGS,
    ...RECORD_FLAG,
    all: { type: 'bool' },
    'current-replicas': { type: 'int', initial: -1 },
    replicas: { type: 'int' },
    'resource-version': { type: 'string' },
    selector: { type: 'string', short: 'l' },
    timeout: { type: 'duration', initial: '0s' },
  },
  run: async (session) => {
    const { flags } = session
    if (!flags.given('replicas')) throw new KubectlError('error: required flag(s) "replicas" not set')
    if (flags.int('replicas') < 0)
      throw failure(`The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0`)
    const findings =
      flags.list('filename').length > 0
        ? await selectFromFiles(session)
        : await findObjects(session, readResourceArgs(session.connect().registry, flags.args), {
            labelSelector: flags.text('selector'),
          })
    const [problem] = findings.errors
    if (problem instanceof ApiError && findings.found.length === 0) {
      throw failure(`no objects passed to scale ${problem.message}`)
    }
    throwAll(findings.errors)
    const targets = findings.found.flatMap(({ definition, objects }) =>
      objects.map((object) => ({ definition, object })),
    )
    if (targets.length === 0) throw failure('no objects passed to scale')
    for (const target of targets) await scaleOne(session, target)
  },
}

const scaleOne = async (session: Session, target: PatchTarget): Promise<void> => {
  const { flags } = session
  const { definition, object } = target
  const { name, namespace } = object.metadata
  if (definition.subresources.scale === undefined) {
    throw new ApiError(404, 'NotFound', 'the server could not find the requested resource')
  }
  const expected = flags.int('current-replicas')
  if (expected >= 0) {
    const { spec } = await session.request((client) => client.getScale({ resource: definition, namespace, name }))
    if (spec.replicas !== expected) throw failure(`Expected replicas to be ${expected}, was ${spec.replicas}`)
  }
  if (dryRunOf(flags) !== 'client') {
    await session.request(
      (client) =>
        client.patch(
          { resource: definition, namespace, name },
          { type: 'merge', body: { spec: { replicas: flags.int('replicas') } } },
          'scale',
        ),
      changeOptions(session, 'kubectl'),
    )
  }
  if (flags.bool('record')) await patchObject(session, target, { type: 'merge', body: {} }, 'kubectl-scale')
  await report(session, definition, object, 'scaled')
}
