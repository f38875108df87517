import type { Pod } from 'kubernetes-types/core/v1.d.ts'
import { resources } from '../../api/resources.ts'
import { ApiError } from '../../api/types/api-error.ts'
import type { Stored } from '../../api/types/object.ts'
import type { Command } from '../command.ts'
import { dryRunOf, dryRunSuffix } from '../edit/dry-run.ts'
import { KubectlError } from '../errors.ts'
import { CHANGE_FLAGS } from '../flags/global.ts'
import type { Session } from '../session.ts'
import { markNode, nodeNames } from './cordon.ts'

export const drain: Command = {
  summary: 'Drain node in preparation for maintenance',
  usage: 'NODE',
  flags: {
    ...CHANGE_FLAGS,
    'chunk-size': { type: 'int', initial: 500 },
    'delete-emptydir-data': { type: 'bool' },
    'disable-eviction': { type: 'bool' },
    force: { type: 'bool' },
    'grace-period': { type: 'int', initial: -1 },
    'ignore-daemonsets': { type: 'bool' },
    'pod-selector': { type: 'string' },
    selector: { type: 'string', short: 'l' },
    'skip-wait-for-delete-timeout': { type: 'int' },
    timeout: { type: 'duration', initial: '0s' },
  },
  run: async (session) => {
    for (const name of await nodeNames(session, 'drain')) {
      await markNode(session, name, true)
      await drainNode(session, name)
      session.out(`node/${name} drained${dryRunSuffix(dryRunOf(session.flags))}\n`)
    }
  },
}

const drainNode = async (session: Session, name: string): Promise<void> => {
  const { flags } = session
  const labelSelector = flags.text('pod-selector')
  const list = await session.request((client) =>
    client.list(
      { resource: resources.pods },
      { fieldSelector: `spec.nodeName=${name}`, ...(labelSelector === '' ? {} : { labelSelector }) },
    ),
  )
  const sorted = list.items.map((pod) => ({ pod, ...judged(session, pod) }))
  const refusals = sorted.filter(({ verdict }) => verdict === 'refuse')
  if (refusals.length > 0) {
    const reasons = [...new Set(refusals.map(({ reason }) => reason))]
    const texts = reasons.map(
      (reason) =>
        `cannot delete ${reason}: ${refusals
          .filter((one) => one.reason === reason)
          .map(({ pod }) => podPath(pod))
          .join(', ')}`,
    )
    throw stopped(name, texts)
  }
  warn(session, sorted)
  await evictAll(
    session,
    name,
    sorted.filter(({ verdict }) => verdict === 'evict').map(({ pod }) => pod),
  )
}

const podPath = ({ metadata }: Stored<Pod>): string => `${metadata.namespace ?? ''}/${metadata.name}`

const stopped = (node: string, complaints: readonly string[]): KubectlError =>
  new KubectlError(
    `error: unable to drain node "${node}" due to error: ${inOne(complaints)}, continuing command...\nThere are pending nodes to be drained:\n ${node}\n${complaints.join('\n')}`,
  )

/** Several errors as Go prints them in one. */
const inOne = (complaints: readonly string[]): string =>
  complaints.length === 1 ? complaints.join('') : `[${complaints.join(', ')}]`

interface Judgement {
  readonly verdict: 'evict' | 'skip' | 'refuse'
  readonly reason: string
  readonly warning?: string
}

const judged = (session: Session, pod: Stored<Pod>): Judgement => {
  const { flags } = session
  const owner = pod.metadata.ownerReferences?.find(({ controller }) => controller === true)
  if (pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed') return { verdict: 'evict', reason: '' }
  if (owner?.kind === 'DaemonSet') {
    return flags.bool('ignore-daemonsets')
      ? { verdict: 'skip', reason: '', warning: 'ignoring DaemonSet-managed Pods' }
      : { verdict: 'refuse', reason: 'DaemonSet-managed Pods (use --ignore-daemonsets to ignore)' }
  }
  const isLocal = pod.spec?.volumes?.some(({ emptyDir }) => emptyDir !== undefined) === true
  if (isLocal && !flags.bool('delete-emptydir-data')) {
    return {
      verdict: 'refuse',
      reason: 'Pods with local storage (use --delete-emptydir-data to override)',
    }
  }
  if (owner !== undefined) return { verdict: 'evict', reason: '' }
  return flags.bool('force')
    ? { verdict: 'evict', reason: '', warning: 'deleting Pods that declare no controller' }
    : { verdict: 'refuse', reason: 'cannot delete Pods that declare no controller (use --force to override)' }
}

const warn = (session: Session, sorted: readonly ({ readonly pod: Stored<Pod> } & Judgement)[]): void => {
  const warnings = [...new Set(sorted.flatMap(({ warning }) => (warning === undefined ? [] : [warning])))]
  if (warnings.length === 0) return
  const texts = warnings.map(
    (warning) =>
      `${warning}: ${sorted
        .filter((one) => one.warning === warning)
        .map(({ pod }) => podPath(pod))
        .join(', ')}`,
  )
  session.err(`Warning: ${texts.join('; ')}\n`)
}

/** Between two tries to evict a pod that a budget protects, ms. */
const RETRY_MS = 5000

const evictAll = async (session: Session, node: string, pods: readonly Stored<Pod>[]): Promise<void> => {
  const { flow, flags } = session
  const mode = dryRunOf(flags)
  const limitMs = flags.durationMs('timeout')
  const untilMs = limitMs > 0 ? flow.nowMs() + limitMs : Number.POSITIVE_INFINITY
  const client = session.connect().client(mode === 'server' ? { dryRun: true } : {})
  let waiting = [...pods]
  const leaving: Stored<Pod>[] = []
  const isGone = ({ metadata }: Stored<Pod>): boolean =>
    client.find({ resource: resources.pods, namespace: metadata.namespace, name: metadata.name })?.metadata.uid !==
    metadata.uid
  const announce = (): void => {
    for (const pod of leaving.filter(isGone)) {
      session.out(`pod/${pod.metadata.name} evicted\n`)
      leaving.splice(leaving.indexOf(pod), 1)
    }
  }
  while (waiting.length > 0) {
    const blocked: Stored<Pod>[] = []
    for (const pod of waiting) {
      session.out(`evicting pod ${podPath(pod)}${dryRunSuffix(mode)}\n`)
      if (mode === 'client') continue
      await session.request(() => undefined)
      if (tryEvict(session, client, pod)) blocked.push(pod)
      else if (mode === 'none') leaving.push(pod)
    }
    waiting = blocked
    if (blocked.length === 0) break
    const stopMs = Math.min(flow.nowMs() + RETRY_MS, untilMs)
    while (flow.nowMs() < stopMs) {
      await flow.waitUntil(() => leaving.some(isGone), stopMs - flow.nowMs())
      announce()
    }
    if (flow.nowMs() >= untilMs) throw timedOut(session, node, [...blocked, ...leaving], limitMs)
  }
  while (leaving.length > 0) {
    const hasChanged = await flow.waitUntil(() => leaving.some(isGone), untilMs - flow.nowMs())
    if (!hasChanged) throw timedOut(session, node, leaving, limitMs)
    announce()
  }
}

/** @returns whether a budget forbids it for now */
const tryEvict = (
  session: Session,
  client: ReturnType<ReturnType<Session['connect']>['client']>,
  pod: Stored<Pod>,
): boolean => {
  const { name, namespace } = pod.metadata
  const grace = session.flags.int('grace-period')
  try {
    client.evict({ resource: resources.pods, namespace, name }, grace >= 0 ? { gracePeriodSeconds: grace } : {})
    return false
  } catch (error) {
    if (error instanceof ApiError && error.reason === 'NotFound') return false
    if (!(error instanceof ApiError) || error.reason !== 'TooManyRequests') throw error
    session.err(`error when evicting pods/"${name}" -n "${namespace ?? ''}" (will retry after 5s): ${error.message}\n`)
    return true
  }
}

const timedOut = (session: Session, node: string, pods: readonly Stored<Pod>[], limitMs: number): KubectlError => {
  const texts = pods.map(
    ({ metadata }) =>
      `error when evicting pods/"${metadata.name}" -n "${metadata.namespace ?? ''}": global timeout reached: ${limitMs / 1000}s`,
  )
  session.err(`There are pending pods in node "${node}" when an error occurred: ${inOne(texts)}\n`)
  session.err(pods.map(({ metadata }) => `pod/${metadata.name}\n`).join(''))
  return stopped(node, texts)
}
