import { z } from 'zod'
import { InfrastructureError } from '../domain/errors.ts'
import type { Manifest } from '../domain/fault.ts'
import type { Clock } from '../ports/clock.ts'
import type { Shell } from '../ports/shell.ts'
import { mustRead, mustRun } from './must-run.ts'
import { poll } from './poll.ts'

const LOOK_EVERY_MS = 2_000
const INJECTED_WITHIN_MS = 2 * 60_000
const GONE_WITHIN_MS = 3 * 60_000

interface Dependencies {
  /** Where changes go: written down. */
  readonly environment: Shell
  /** Where looks go: they repeat until there is something to see, and are not written down. */
  readonly harness: Shell
  readonly clock: Clock
}

/** Applies a Chaos Mesh object and waits until it, or the first experiment of a Schedule, is injected everywhere it selects. */
export const injectChaos = async (
  { environment, harness, clock }: Dependencies,
  manifest: Manifest,
  namespace: string,
  signal: AbortSignal,
): Promise<void> => {
  const look = `kubectl -n ${namespace} get ${experimentKind(manifest)},events -o json`
  await mustRun(environment, `kubectl -n ${namespace} apply -f -`, { signal, stdin: JSON.stringify(manifest) })
  const options = { intervalMs: LOOK_EVERY_MS, deadlineMs: INJECTED_WITHIN_MS, signal }
  const injected = await poll({ clock }, options, async () => {
    const { items } = Found.parse(await mustRead(harness, look, { signal }))
    if (items.some((item) => has(item, 'Selected') && has(item, 'AllInjected'))) return true
    const failure = items.find(
      ({ kind, type, reason }) => kind === 'Event' && type === 'Warning' && reason === 'Failed',
    )
    if (failure !== undefined) throw new InfrastructureError(`the injection failed: ${failure.message ?? 'no message'}`)
    return undefined
  })
  if (injected === undefined)
    throw new InfrastructureError(`${manifest.kind}: was not injected within ${INJECTED_WITHIN_MS / 1000} s`)
}

/** Deletes a Chaos Mesh object and waits until it and its experiments are gone. Not to be interrupted; a second call finds nothing to do. */
export const recoverChaos = async (
  { environment, harness, clock }: Dependencies,
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
    left = (await mustRun(harness, `kubectl -n ${namespace} get ${kinds} -o name`)).trim()
    return left === '' ? true : undefined
  })
  if (gone === undefined)
    throw new InfrastructureError(
      `${left.replaceAll('\n', ', ')}: not gone ${GONE_WITHIN_MS / 1000} s after it was deleted`,
    )
}

const Condition = z.looseObject({ type: z.string(), status: z.string() })
/** Experiments, and events beside them. */
const Found = z.looseObject({
  items: z.array(
    z.looseObject({
      kind: z.string(),
      status: z.looseObject({ conditions: z.array(Condition).default([]) }).prefault({}),
      type: z.string().optional(),
      reason: z.string().optional(),
      message: z.string().optional(),
    }),
  ),
})
type FoundItem = z.output<typeof Found>['items'][number]

const has = ({ status }: FoundItem, condition: string): boolean =>
  status.conditions.some((each) => each.type === condition && each.status === 'True')

/** A Schedule is lived out by experiments of the kind that it names. */
const experimentKind = ({ kind, ...manifest }: Manifest): string => {
  if (kind !== 'Schedule') return kind.toLowerCase()
  const schedule = z.looseObject({ spec: z.looseObject({ type: z.string() }) }).safeParse(manifest)
  if (!schedule.success) throw new InfrastructureError('Schedule: expected spec.type, the kind of its experiments')
  return schedule.data.spec.type.toLowerCase()
}
