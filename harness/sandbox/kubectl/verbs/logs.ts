import type { Pod } from 'kubernetes-types/core/v1.d.ts'
import type { LogOptions } from '../../api/types/connect.ts'
import type { Stored } from '../../api/types/object.ts'
import { followLog } from '../../api/follow-log.ts'
import { resources } from '../../api/resources.ts'
import { ApiError } from '../../api/types/api-error.ts'
import type { Command } from '../command.ts'
import { failure } from '../errors.ts'
import type { Flags } from '../flags/types.ts'
import { containerNames, defaultContainer, podsFor } from '../select/pod-for.ts'
import type { Session } from '../session.ts'

export const logs: Command = {
  summary: 'Print the logs for a container in a pod',
  usage: '[-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]',
  flags: {
    'all-containers': { type: 'bool' },
    'all-pods': { type: 'bool' },
    container: { type: 'string', short: 'c' },
    follow: { type: 'bool', short: 'f' },
    'ignore-errors': { type: 'bool' },
    'insecure-skip-tls-verify-backend': { type: 'bool' },
    'limit-bytes': { type: 'int' },
    'max-log-requests': { type: 'int', initial: 5 },
    'pod-running-timeout': { type: 'duration', initial: '20s' },
    prefix: { type: 'bool' },
    previous: { type: 'bool', short: 'p' },
    selector: { type: 'string', short: 'l' },
    since: { type: 'duration', initial: '0s' },
    'since-time': { type: 'string' },
    tail: { type: 'int', initial: -1 },
    timestamps: { type: 'bool' },
  },
  run: async (session) => {
    const { flags } = session
    const sources = await sourcesOf(session)
    if (flags.bool('follow')) return followAll(session, sources)
    for (const source of sources) {
      try {
        session.out(
          prefixed(session, source, await session.request((client) => read(client, source, optionsOf(flags, source)))),
        )
      } catch (error) {
        if (!(error instanceof ApiError) || !flags.bool('ignore-errors')) throw error
        session.err(`error: ${error.message}\n`)
      }
    }
    return 0
  },
}

interface Source {
  readonly pod: Stored<Pod>
  readonly container: string
}

const sourcesOf = async (session: Session): Promise<readonly Source[]> => {
  const { flags } = session
  const [target, container, ...more] = flags.args
  const labelSelector = flags.text('selector')
  if ((target === undefined && labelSelector === '') || more.length > 0) throw failure(USAGE)
  if (target !== undefined && labelSelector !== '') {
    throw failure('only a selector (-l) or a POD name is allowed')
  }
  const pods = target === undefined ? await selected(session, labelSelector) : await named(session, target)
  return pods.flatMap((pod) =>
    containersOf(session, pod, flags.text('container') || container).map((name) => ({ pod, container: name })),
  )
}

const USAGE = `expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.
POD or TYPE/NAME is a required argument for the logs command
See 'kubectl logs -h' for help and examples`

const selected = async (session: Session, labelSelector: string): Promise<readonly Stored<Pod>[]> => {
  const { namespace } = session
  const list = await session.request((client) =>
    client.list({ resource: resources.pods, namespace }, { labelSelector }),
  )
  if (list.items.length === 0) session.err(`No resources found in ${namespace} namespace.\n`)
  return list.items
}

const named = async (session: Session, target: string): Promise<readonly Stored<Pod>[]> => {
  try {
    const pods = await podsFor(session, target)
    const [first] = pods
    if (session.flags.bool('all-pods')) return pods
    if (first !== undefined && pods.length > 1) {
      session.err(`Found ${pods.length} pods, using pod/${first.metadata.name}\n`)
    }
    return first === undefined ? [] : [first]
  } catch (error) {
    if (!(error instanceof ApiError) || error.reason !== 'NotFound') throw error
    throw failure(`error from server (NotFound): ${error.message} in namespace "${session.namespace}"`)
  }
}

const containersOf = (session: Session, pod: Stored<Pod>, wanted: string | undefined): readonly string[] => {
  if (session.flags.bool('all-containers')) return containerNames(pod)
  if (!wanted) return [defaultContainer(session, pod)]
  if (!containerNames(pod).includes(wanted)) {
    throw failure(`container ${wanted} is not valid for pod ${pod.metadata.name}`)
  }
  return [wanted]
}

/** With a selector, kubectl shows the last ten lines of each pod. */
const optionsOf = (flags: Flags, { container }: Source): LogOptions => {
  const tail = flags.given('tail') ? flags.int('tail') : flags.text('selector') === '' ? -1 : 10
  const sinceMs = flags.durationMs('since')
  return {
    container,
    ...(flags.bool('previous') ? { previous: true } : {}),
    ...(tail >= 0 ? { tailLines: tail } : {}),
    ...(sinceMs > 0 ? { sinceSeconds: Math.ceil(sinceMs / 1000) } : {}),
    ...(flags.given('since-time') ? { sinceTime: flags.text('since-time') } : {}),
    ...(flags.bool('timestamps') ? { timestamps: true } : {}),
    ...(flags.given('limit-bytes') ? { limitBytes: flags.int('limit-bytes') } : {}),
  }
}

const read = (
  client: {
    readonly log: (
      ref: { resource: typeof resources.pods; namespace?: string | undefined; name: string },
      options: LogOptions,
    ) => string
  },
  { pod }: Source,
  options: LogOptions,
): string =>
  client.log({ resource: resources.pods, namespace: pod.metadata.namespace, name: pod.metadata.name }, options)

const prefixed = (session: Session, { pod, container }: Source, text: string): string =>
  session.flags.bool('prefix') ? text.replace(/^(?=[^\n]|\n)(?!$)/gm, `[pod/${pod.metadata.name}/${container}] `) : text

/** `-f`: prints what comes, until the containers have ended or the command is ended from outside. */
const followAll = async (session: Session, sources: readonly Source[]): Promise<number> => {
  const { flow, flags } = session
  const client = session.connect().client()
  const followed: { readonly source: Source; readonly next: () => string }[] = []
  for (const source of sources) {
    const options = optionsOf(flags, source)
    session.out(prefixed(session, source, await session.request((asked) => read(asked, source, options))))
    followed.push({ source, next: followLog((asked) => read(client, source, asked), options) })
  }
  for (;;) {
    for (const { source, next } of followed) session.out(prefixed(session, source, next()))
    if (sources.every((source) => hasEnded(client, source))) return 0
    await flow.sleep(FOLLOW_MS)
  }
}

/** How often a followed log is looked at, ms of cluster time. */
const FOLLOW_MS = 250

const hasEnded = (
  client: ReturnType<ReturnType<Session['connect']>['client']>,
  { pod, container }: Source,
): boolean => {
  const now = client.find({ resource: resources.pods, namespace: pod.metadata.namespace, name: pod.metadata.name })
  const status = [...(now?.status?.initContainerStatuses ?? []), ...(now?.status?.containerStatuses ?? [])].find(
    ({ name }) => name === container,
  )
  return now === undefined || status?.state?.running === undefined
}
