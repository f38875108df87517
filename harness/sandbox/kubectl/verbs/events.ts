import type { Event } from 'kubernetes-types/core/v1.d.ts'
import { resources } from '../../api/resources.ts'
import type { AnyObject, Stored } from '../../api/types/object.ts'
import type { CollectionRef, Selection, WatchEvent } from '../../api/types/request.ts'
import type { Command } from '../command.ts'
import { eventTime } from '../columns/cluster.ts'
import { interval } from '../describe/events.ts'
import { failure } from '../errors.ts'
import { PRINT_FLAGS } from '../flags/global.ts'
import { alignTabs, TABLE } from '../format/tabwriter.ts'
import { listOf, outputOf } from '../print/printer.ts'
import { readResourceArgs } from '../select/resource-args.ts'
import type { Session } from '../session.ts'

/** `kubectl events`: sorted by time, with how often each was seen. */
export const events: Command = {
  summary: 'List events',
  usage: '[(-o|--output=)json|yaml|name|…] [--for TYPE/NAME] [--types=TYPE,TYPE] [flags]',
  flags: {
    ...PRINT_FLAGS,
    'all-namespaces': { type: 'bool', short: 'A' },
    'chunk-size': { type: 'int', initial: 500 },
    for: { type: 'string' },
    'no-headers': { type: 'bool' },
    types: { type: 'strings' },
    watch: { type: 'bool', short: 'w' },
  },
  run: async (session) => {
    const { flags } = session
    const isWatch = flags.bool('watch')
    const place: Place = {
      collection: {
        resource: resources.events,
        namespace: flags.bool('all-namespaces') ? undefined : session.namespace,
      },
      selection: selectionFor(session),
    }
    const types = typesOf(session)
    const list = await session.request((client) => client.list(place.collection, place.selection))
    const shown = list.items.filter(({ type }) => types(type)).toSorted((a, b) => timeMs(a) - timeMs(b))
    const print = await printerFor(session)
    if (shown.length === 0 && !isWatch && flags.text('output') === '') {
      const where = flags.bool('all-namespaces') ? '' : ` in ${session.namespace} namespace`
      session.err(`No events found${where}.\n`)
      return 0
    }
    session.out(print(shown, isWatch))
    return isWatch
      ? follow(session, place, list.resourceVersion, (event) => {
          if (types(event.type)) session.out(print([event], true))
        })
      : 0
  },
}

interface Place {
  readonly collection: CollectionRef<Event>
  readonly selection: Selection
}

type Print = (events: readonly Stored<Event>[], isWatch: boolean) => string

const timeMs = (event: Stored<Event>): number => Date.parse(eventTime(event) ?? event.metadata.creationTimestamp)

const typesOf = ({ flags }: Session): ((type: string | undefined) => boolean) => {
  const types = flags.list('types').map((type) => type.toLowerCase())
  const unknown = types.find((type) => type !== 'normal' && type !== 'warning')
  if (unknown !== undefined) throw failure('valid --types are Normal or Warning')
  return (type) => types.length === 0 || types.includes((type ?? '').toLowerCase())
}

const selectionFor = (session: Session): Selection => {
  const target = session.flags.text('for')
  if (target === '') return {}
  if (!target.includes('/')) throw failure('--for must be in resource/name form')
  const [wanted] = readResourceArgs(session.connect().registry, [target])
  if (wanted === undefined) return {}
  const { kind, group, version } = wanted.definition
  const apiVersion = group === '' ? version : `${group}/${version}`
  return {
    fieldSelector: `involvedObject.kind=${kind},involvedObject.apiVersion=${apiVersion},involvedObject.name=${wanted.name ?? ''}`,
  }
}

/** One printer for the whole output: its columns never shrink, and the header comes once. */
const printerFor = async (session: Session): Promise<Print> => {
  const { flags, flow } = session
  if (flags.text('output') !== '') {
    const output = await outputOf(flags, () => Promise.reject(failure('template files are not read here')))
    if (output.format === 'object') {
      return (shown, isWatch) =>
        isWatch
          ? shown.map((event) => output.print(event)).join('')
          : output.print(listOf(shown as unknown as readonly AnyObject[]))
    }
    if (output.format === 'name') return (shown) => shown.map(({ metadata }) => `event/${metadata.name}\n`).join('')
    throw failure(`unable to match a printer suitable for the output format "${flags.text('output')}"`)
  }
  const isSpread = flags.bool('all-namespaces')
  const remembered: number[] = []
  let header = flags.bool('no-headers')
    ? []
    : [[...(isSpread ? ['NAMESPACE'] : []), 'LAST SEEN', 'TYPE', 'REASON', 'OBJECT', 'MESSAGE'].join('\t')]
  return (shown) => {
    const lines = [...header, ...shown.map((event) => row(event, isSpread, flow.nowMs()))]
    header = []
    return lines.length === 0 ? '' : `${alignTabs(lines.join('\n'), { ...TABLE, remembered })}\n`
  }
}

const row = (event: Stored<Event>, isSpread: boolean, nowMs: number): string => {
  const { type = '', reason = '', message = '', involvedObject, metadata } = event
  const object = `${involvedObject.kind ?? ''}/${involvedObject.name ?? ''}`
  const place = isSpread ? [metadata.namespace ?? ''] : []
  return [...place, interval(event, nowMs), type, reason, object, message.trim()].join('\t')
}

/** Hands on what comes, until the command is ended from outside. */
const follow = async (
  session: Session,
  { collection, selection }: Place,
  resourceVersion: string,
  receive: (event: Stored<Event>) => void,
): Promise<number> => {
  const queue: WatchEvent<Stored<Event>>[] = []
  const stop = session
    .connect()
    .client()
    .watch(collection, { ...selection, resourceVersion }, (event) => queue.push(event))
  try {
    for (;;) {
      await session.flow.waitUntil(() => queue.length > 0, Number.POSITIVE_INFINITY)
      // Events that expire are no news.
      for (const { type, object } of queue.splice(0)) if (type !== 'DELETED') receive(object)
    }
  } finally {
    stop()
  }
}
