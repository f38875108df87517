import { z } from 'zod'
import { InfrastructureError } from '../domain/errors.ts'
import type { Manifest } from '../domain/fault.ts'
import type { Clock } from '../ports/clock.ts'
import type { Shell } from '../ports/shell.ts'
import { mustRead, mustRun } from './must-run.ts'
import { poll } from './poll.ts'

const LOOK_EVERY_MS = 1_000
const INJECTED_WITHIN_MS = 2 * 60_000
const GONE_WITHIN_MS = 3 * 60_000

interface Dependencies {
  readonly environment: Shell
  readonly clock: Clock
}

/** Applies a Chaos Mesh object and waits until it, or the first experiment of a Schedule, is injected everywhere it selects. */
export const injectChaos = async (
  { environment, clock }: Dependencies,
  manifest: Manifest,
  namespace: string,
  signal: AbortSignal,
): Promise<void> => {
  const kind = experimentKind(manifest)
  await mustRun(environment, `kubectl -n ${namespace} apply -f -`, { signal, stdin: JSON.stringify(manifest) })
  const injected = await poll(
    { clock },
    { intervalMs: LOOK_EVERY_MS, deadlineMs: INJECTED_WITHIN_MS, signal },
    async () => {
      const experiments = Experiments.parse(
        await mustRead(environment, `kubectl -n ${namespace} get ${kind} -o json`, { signal }),
      )
      if (experiments.items.some((item) => has(item, 'Selected') && has(item, 'AllInjected'))) return true
      await refuseFailure(environment, namespace, signal)
      return undefined
    },
  )
  if (injected === undefined)
    throw new InfrastructureError(`${manifest.kind}: was not injected within ${INJECTED_WITHIN_MS / 1000} s`)
}

/** Deletes a Chaos Mesh object and waits until it and its experiments are gone. Not to be interrupted; a second call finds nothing to do. */
export const recoverChaos = async (
  { environment, clock }: Dependencies,
  manifest: Manifest,
  namespace: string,
): Promise<void> => {
  const kind = manifest.kind.toLowerCase()
  const kinds = [...new Set([kind, experimentKind(manifest)])].join(',')
  await mustRun(
    environment,
    `kubectl -n ${namespace} delete ${kind} ${manifest.metadata.name} --ignore-not-found --wait=false`,
  )
  let left = ''
  const gone = await poll({ clock }, { intervalMs: LOOK_EVERY_MS, deadlineMs: GONE_WITHIN_MS }, async () => {
    left = (await mustRun(environment, `kubectl -n ${namespace} get ${kinds} -o name`)).trim()
    return left === '' ? true : undefined
  })
  if (gone === undefined)
    throw new InfrastructureError(
      `${left.replaceAll('\n', ', ')}: not gone ${GONE_WITHIN_MS / 1000} s after it was deleted`,
    )
}

const Experiments = z.looseObject({
  items: z.array(
    z.looseObject({
      status: z
        .looseObject({ conditions: z.array(z.looseObject({ type: z.string(), status: z.string() })).default([]) })
        .prefault({}),
    }),
  ),
})
type Experiment = z.output<typeof Experiments>['items'][number]

const has = ({ status }: Experiment, condition: string): boolean =>
  status.conditions.some((each) => each.type === condition && each.status === 'True')

const Events = z.looseObject({
  items: z.array(
    z.looseObject({ type: z.string().optional(), reason: z.string().optional(), message: z.string().optional() }),
  ),
})

const refuseFailure = async (environment: Shell, namespace: string, signal: AbortSignal): Promise<void> => {
  const events = Events.parse(await mustRead(environment, `kubectl -n ${namespace} get events -o json`, { signal }))
  const failure = events.items.find(({ type, reason }) => type === 'Warning' && reason === 'Failed')
  if (failure !== undefined) throw new InfrastructureError(`the injection failed: ${failure.message ?? 'no message'}`)
}

/** A Schedule is lived out by experiments of the kind that it names. */
const experimentKind = ({ kind, ...manifest }: Manifest): string => {
  if (kind !== 'Schedule') return kind.toLowerCase()
  const schedule = z.looseObject({ spec: z.looseObject({ type: z.string() }) }).safeParse(manifest)
  if (!schedule.success) throw new InfrastructureError('Schedule: expected spec.type, the kind of its experiments')
  return schedule.data.spec.type.toLowerCase()
}
