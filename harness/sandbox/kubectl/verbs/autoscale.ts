import type { Command } from '../command.ts'
import { createFromObject } from '../edit/create-object.ts'
import { failure, throwAll } from '../errors.ts'
import { CHANGE_FLAGS, FILE_FLAGS, PRINT_FLAGS } from '../flags/global.ts'
import { findObjects } from '../select/find-objects.ts'
import { readResourceArgs } from '../select/resource-args.ts'

export const autoscale: Command = {
  summary: 'Auto-scale a deployment, replica set, stateful set, or replication controller',
  usage: '(-f FILENAME | TYPE NAME | TYPE/NAME) [--min=MINPODS] --max=MAXPODS [--cpu-percent=CPU]',
  flags: {
    ...PRINT_FLAGS,
    ...FILE_FLAGS,
    ...CHANGE_FLAGS,
    'cpu-percent': { type: 'int', initial: -1 },
    max: { type: 'int', initial: -1 },
    min: { type: 'int', initial: -1 },
    name: { type: 'string' },
  },
  run: async (session) => {
    const { flags } = session
    const max = flags.int('max')
    if (max < 1) throw failure(`--max=MAXPODS is required and must be at least 1, max: ${max}`)
    const min = flags.int('min')
    if (min > max) throw failure(`--max=MAXPODS must be larger or equal to --min=MINPODS, max: ${max}, min: ${min}`)
    const { found, errors } = await findObjects(session, readResourceArgs(session.connect().registry, flags.args), {})
    throwAll(errors)
    for (const { definition, objects } of found) {
      for (const { apiVersion, kind, metadata } of objects) {
        if (definition.subresources.scale === undefined)
          throw failure(`cannot autoscale a ${kind}: no scale subresource`)
        const percent = flags.int('cpu-percent')
        const target = { type: 'Utilization', averageUtilization: percent }
        const autoscaler = {
          apiVersion: 'autoscaling/v2',
          kind: 'HorizontalPodAutoscaler',
          metadata: { name: flags.text('name') || metadata.name },
          spec: {
            scaleTargetRef: { apiVersion, kind, name: metadata.name },
            maxReplicas: max,
            ...(min > 0 ? { minReplicas: min } : {}),
            ...(percent > 0 ? { metrics: [{ type: 'Resource', resource: { name: 'cpu', target } }] } : {}),
          },
        }
        await createFromObject(
          { ...session, out: (text) => session.out(autoscaled(text)) },
          autoscaler,
          'kubectl-autoscale',
        )
      }
    }
  },
}

/** The message is `autoscaled` rather than `created`. */
const autoscaled = (text: string): string => text.replace(/ created(?=( \(.*\))?\n$)/, ' autoscaled')
