import { z } from 'zod'
import { InfrastructureError } from '../domain/errors.ts'
import type { Manifest } from '../domain/injection.ts'
import type { Clock } from '../ports/clock.ts'
import type { Shell } from '../ports/shell.ts'
import { chaosComplaints, complaintText } from './check-chaos.ts'
import { experimentKind } from './experiment-kind.ts'
import { refusedInjection } from './injection-failure.ts'
import { mustRead, mustRun } from './must-run.ts'
import { poll } from './poll.ts'

const LOOK_EVERY_MS = 2_000
const INJECTED_WITHIN_MS = 2 * 60_000
const APPLY_LIMIT_MS = 60_000

export interface ChaosDependencies {
  /** Where changes go: written down. */
  readonly environment: Shell
  /** Where looks go: they repeat until there is something to see, and are not written down. */
  readonly harness: Shell
  readonly clock: Clock
}

/**
 * Applies a Chaos Mesh object and waits until it, or the first experiment of a Schedule, is injected everywhere it selects. Conditions lag
 * behind, and AllRecovered is true of what was never injected: only Selected and AllInjected together say that it lives.
 * @throws {InfrastructureError} that says why it is not injected
 */
export const injectChaos = async (
  { environment, harness, clock }: ChaosDependencies,
  manifest: Manifest,
  home: string,
  signal: AbortSignal,
): Promise<void> => {
  const complaints = chaosComplaints(manifest)
  if (complaints.length > 0)
    throw new InfrastructureError(`${manifest.kind}: ${complaints.map(complaintText).join('; ')}`)
  const applied = await environment.exec(`kubectl -n ${home} apply -f -`, {
    timeoutMs: APPLY_LIMIT_MS,
    signal,
    stdin: JSON.stringify(manifest),
  })
  if (applied.status !== 'exited')
    throw new InfrastructureError(`${manifest.kind}: was not taken within ${APPLY_LIMIT_MS / 1000} s`)
  if (applied.exitCode !== 0)
    throw refusedInjection(manifest, applied.stderr || applied.stdout, await kindsOfChaos(harness, signal))
  const { name } = manifest.metadata
  const look = `kubectl -n ${home} get ${experimentKind(manifest)},events -o json`
  const options = { intervalMs: LOOK_EVERY_MS, deadlineMs: INJECTED_WITHIN_MS, signal }
  let last = 'no experiment was made'
  const injected = await poll({ clock }, options, async () => {
    const items = Found.parse(await mustRead(harness, look, { signal })).items.filter((item) => isOf(item, name))
    const experiments = items.filter(({ kind }) => kind !== 'Event')
    if (experiments.some((item) => has(item, 'Selected') && has(item, 'AllInjected'))) return true
    last = experiments.map(stateOf).join('; ') || last
    const failure = items.find(
      ({ kind, type, reason }) => kind === 'Event' && type === 'Warning' && reason === 'Failed',
    )
    if (failure !== undefined) throw new InfrastructureError(`the injection failed: ${failure.message ?? 'no message'}`)
    return undefined
  })
  if (injected === undefined)
    throw new InfrastructureError(`${manifest.kind}: was not injected within ${INJECTED_WITHIN_MS / 1000} s: ${last}`)
}

const kindsOfChaos = async (harness: Shell, signal: AbortSignal): Promise<readonly string[]> => {
  const names = await mustRun(harness, 'kubectl get customresourcedefinitions -o name', { signal })
  return names.split('\n').flatMap((line) => /\/([a-z]+)\.chaos-mesh\.org$/.exec(line)?.[1] ?? [])
}

const Condition = z.looseObject({ type: z.string(), status: z.string() })
/** Experiments, and events beside them. */
const Found = z.looseObject({
  items: z.array(
    z.looseObject({
      kind: z.string(),
      metadata: z
        .looseObject({ name: z.string().default(''), labels: z.record(z.string(), z.string()).default({}) })
        .prefault({}),
      status: z.looseObject({ conditions: z.array(Condition).default([]) }).prefault({}),
      type: z.string().optional(),
      reason: z.string().optional(),
      message: z.string().optional(),
    }),
  ),
})
type FoundItem = z.output<typeof Found>['items'][number]

/** Whether it is the object of a name, an experiment that a Schedule of this name made, or an event: the namespace is the fault's own. */
const isOf = ({ kind, metadata }: FoundItem, name: string): boolean =>
  kind === 'Event' || metadata.name === name || metadata.labels['managed-by'] === name

const has = ({ status }: FoundItem, condition: string): boolean =>
  status.conditions.some((each) => each.type === condition && each.status === 'True')

const stateOf = ({ kind, status }: FoundItem): string =>
  `${kind} has ${status.conditions.map((each) => `${each.type}=${each.status}`).join(', ') || 'no conditions yet'}`
