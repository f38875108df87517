import { toVersion2 } from '../../api/older-versions/autoscaling-v1.ts'
import type { AnyObject } from '../../api/types/object.ts'
import type { Command } from '../command.ts'
import { createFromObject } from '../edit/create-object.ts'
import { dryRunOf } from '../edit/dry-run.ts'
import { withZeroValues } from '../edit/zero-values.ts'
import { report } from '../edit/report.ts'
import { failure, throwAll } from '../errors.ts'
import type { Flags } from '../flags/types.ts'
import { CREATE_FLAGS, FILE_FLAGS } from '../flags/global.ts'
import { findObjects } from '../select/find-objects.ts'
import { readResourceArgs } from '../select/resource-args.ts'
import { selectFromFiles } from '../select/select-from-files.ts'

export const autoscale: Command = {
  summary: 'Auto-scale a deployment, replica set, stateful set, or replication controller',
  usage: '(-f FILENAME | TYPE NAME | TYPE/NAME) [--min=MINPODS] --max=MAXPODS [--cpu-percent=CPU]',
  flags: {
    ...CREATE_FLAGS,
    ...FILE_FLAGS,
    'cpu-percent': { type: 'int', initial: -1 },
    max: { type: 'int', initial: -1 },
    min: { type: 'int', initial: -1 },
    name: { type: 'string' },
  },
  run: async (session) => {
    const { flags } = session
    assertLimits(flags)
    const { found, errors } =
      flags.list('filename').length > 0
        ? await selectFromFiles(session)
        : await findObjects(session, readResourceArgs(session.connect().registry, flags.args), {})
    throwAll(errors)
    const autoscalers = session.connect().registry.find('autoscaling', 'horizontalpodautoscalers')
    if (autoscalers === undefined) throw failure('the server does not serve HorizontalPodAutoscalers')
    for (const { definition, objects } of found) {
      for (const object of objects) {
        if (definition.subresources.scale === undefined) {
          throw failure(`cannot autoscale a ${object.kind}: no scale subresource`)
        }
        if (dryRunOf(flags) === 'client') {
          const printed = withZeroValues(versionOne(flags, object)) as unknown as AnyObject
          await report(session, autoscalers, printed, 'autoscaled')
        } else
          await createFromObject(
            session,
            toVersion2(versionOne(flags, object)),
            'kubectl-autoscale',
            undefined,
            'autoscaled',
          )
      }
    }
  },
}

const assertLimits = (flags: Flags): void => {
  if (!flags.given('max')) throw failure('required flag(s) "max" not set')
  const [max, min] = [flags.int('max'), flags.int('min')]
  if (max < 1) throw failure(`--max=MAXPODS is required and must be at least 1, max: ${max}`)
  if (min > max) throw failure(`--max=MAXPODS must be larger or equal to --min=MINPODS, max: ${max}, min: ${min}`)
}

/** What kubectl builds, and prints in a dry run; it is sent in the version that the server stores. */
const versionOne = (flags: Flags, object: AnyObject) => {
  const percent = flags.int('cpu-percent')
  return {
    apiVersion: 'autoscaling/v1',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: flags.text('name') || object.metadata.name },
    spec: {
      ...limitsOf(flags, object),
      ...(percent >= 0 ? { targetCPUUtilizationPercentage: percent } : {}),
    },
  }
}

const limitsOf = (flags: Flags, { apiVersion, kind, metadata }: AnyObject) => ({
  scaleTargetRef: { apiVersion, kind, name: metadata.name },
  maxReplicas: flags.int('max'),
  ...(flags.int('min') > 0 ? { minReplicas: flags.int('min') } : {}),
})
