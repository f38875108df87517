import type { Pod } from 'kubernetes-types/core/v1.d.ts'
import type { LabelSelector } from 'kubernetes-types/meta/v1.d.ts'
import { resources } from '../../api/resources.ts'
import { ApiError } from '../../api/types/api-error.ts'
import type { AnyObject, DeepReadonly, Stored } from '../../api/types/object.ts'
import { labelText } from '../columns/column.ts'
import { selectorText } from '../columns/selector-text.ts'
import { failure } from '../errors.ts'
import type { Session } from '../session.ts'
import { getOne } from './find-objects.ts'
import { readResourceArgs } from './resource-args.ts'

/** How long kubectl waits for a workload's first pod, ms. */
const FIRST_POD_MS = 20_000

/** The pods that `POD` or `TYPE/NAME` stands for, best one first. @throws {KubectlError | ApiError} */
export const podsFor = async (session: Session, target: string): Promise<readonly Stored<Pod>[]> => {
  const { registry } = session.connect()
  const arg = target.includes('/') ? target : `pods/${target}`
  const [wanted] = readResourceArgs(registry, [arg])
  if (wanted?.name === undefined) throw failure(`cannot read ${target}`)
  if (wanted.definition.kind === 'Pod') {
    const { name } = wanted
    const { namespace } = session
    try {
      return [await session.request((client) => client.get({ resource: resources.pods, namespace, name }))]
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      if (error.reason !== 'NotFound') throw error
      await getOne(session, wanted.definition, name)
      throw error
    }
  }
  return podsOf(session, await getOne(session, wanted.definition, wanted.name))
}

/** Pods of a workload or a service; waits for the first one. */
const podsOf = async (session: Session, owner: AnyObject): Promise<readonly Stored<Pod>[]> => {
  const labelSelector = selectorOf(owner)
  const client = session.connect().client()
  const find = (): readonly Stored<Pod>[] =>
    client.list({ resource: resources.pods, namespace: session.namespace }, { labelSelector }).items
  await session.request(() => undefined)
  const isThere = await session.flow.waitUntil(() => find().length > 0, FIRST_POD_MS)
  if (!isThere) throw failure('timed out waiting for the condition')
  return find().toSorted(byUse)
}

const selectorOf = (owner: AnyObject): string => {
  const spec = owner['spec'] as { readonly selector?: unknown } | undefined
  if (spec?.selector === undefined) {
    throw failure(`cannot get the logs from ${owner.apiVersion}, Kind=${owner.kind}: selector is missing`)
  }
  return owner.kind === 'Service' || owner.kind === 'ReplicationController'
    ? labelText(spec.selector as Readonly<Record<string, string>>)
    : selectorText(spec.selector as DeepReadonly<LabelSelector>)
}

/** Placed before unplaced, running before pending, ready before unready, longer ready first, more restarts first, older first. */
const byUse = (a: Stored<Pod>, b: Stored<Pod>): number => {
  const keys = [rank(a), rank(b)] as const
  for (const [index, left] of keys[0].entries()) {
    const right = keys[1][index] ?? 0
    if (left !== right) return left - right
  }
  return 0
}

const PHASES: Readonly<Record<string, number>> = { Running: 0, Unknown: 1, Pending: 2 }

const rank = ({ metadata, spec, status }: Stored<Pod>): readonly number[] => {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready')
  const isReady = ready?.status === 'True'
  const restarts = Math.max(0, ...(status?.containerStatuses ?? []).map(({ restartCount }) => restartCount))
  return [
    spec?.nodeName ? 0 : 1,
    PHASES[status?.phase ?? ''] ?? 0,
    isReady ? 0 : 1,
    isReady ? Date.parse(ready.lastTransitionTime ?? metadata.creationTimestamp) : 0,
    -restarts,
    Date.parse(metadata.creationTimestamp),
  ]
}

/** The container that is meant when none is named; the choice is told on stderr when there are others. */
export const defaultContainer = (session: Session, { metadata, spec }: Stored<Pod>): string => {
  const mains = (spec?.containers ?? []).map(({ name }) => name)
  const annotated = metadata.annotations?.['kubectl.kubernetes.io/default-container']
  if (annotated !== undefined && mains.includes(annotated)) return annotated
  const others = [
    ...(spec?.ephemeralContainers ?? []).map(({ name }) => `${name} (ephem)`),
    ...(spec?.initContainers ?? []).map(({ name }) => `${name} (init)`),
  ]
  const [first = ''] = mains
  if (mains.length + others.length > 1) {
    session.err(`Defaulted container "${first}" out of: ${[...mains, ...others].join(', ')}\n`)
  }
  return first
}

/** All containers of a pod: init containers first, debugging ones last. */
export const containerNames = ({ spec }: Stored<Pod>): readonly string[] =>
  [...(spec?.initContainers ?? []), ...(spec?.containers ?? []), ...(spec?.ephemeralContainers ?? [])].map(
    ({ name }) => name,
  )
