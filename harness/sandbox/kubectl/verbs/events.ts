import type { Event } from 'kubernetes-types/core/v1.d.ts'
import { resources } from '../../api/resources.ts'
import type { Stored } from '../../api/types/object.ts'
import type { Command } from '../command.ts'
import { eventTime } from '../columns/cluster.ts'
import { interval } from '../describe/events.ts'
import { failure } from '../errors.ts'
import { PRINT_FLAGS } from '../flags/global.ts'
import { listOf, outputOf } from '../print/printer.ts'
import { alignTable } from '../print/table.ts'
import { readResourceArgs } from '../select/resource-args.ts'
import type { AnyObject } from '../../api/types/object.ts'
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
    const { flags, flow } = session
    if (flags.bool('watch')) throw failure('--watch is not available here; use get events --watch')
    const isSpread = flags.bool('all-namespaces')
    const fieldSelector = selectorFor(session)
    const list = await session.request((client) =>
      client.list(
        { resource: resources.events, namespace: isSpread ? undefined : session.namespace },
        fieldSelector === '' ? {} : { fieldSelector },
      ),
    )
    const types = flags.list('types').map((type) => type.toLowerCase())
    const shown = list.items
      .filter(({ type }) => types.length === 0 || types.includes((type ?? '').toLowerCase()))
      .toSorted((a, b) => timeMs(a) - timeMs(b))
    if (flags.text('output') !== '') {
      const output = await outputOf(flags, () => Promise.reject(failure('template files are not read here')))
      if (output.format === 'object') session.out(output.print(listOf(shown as unknown as readonly AnyObject[])))
      if (output.format === 'name') session.out(shown.map(({ metadata }) => `event/${metadata.name}\n`).join(''))
      return
    }
    if (shown.length === 0) {
      session.err(isSpread ? 'No events found.\n' : `No events found in ${session.namespace} namespace.\n`)
      return
    }
    const header = [...(isSpread ? ['NAMESPACE'] : []), 'LAST SEEN', 'TYPE', 'REASON', 'OBJECT', 'MESSAGE'].join('\t')
    const rows = shown.map((event) => {
      const { type = '', reason = '', message = '', involvedObject, metadata } = event
      const object = `${involvedObject.kind ?? ''}/${involvedObject.name ?? ''}`
      const place = isSpread ? [metadata.namespace ?? ''] : []
      return [...place, interval(event, flow.nowMs()), type, reason, object, message.trim()].join('\t')
    })
    session.out(alignTable(flags.bool('no-headers') ? rows : [header, ...rows]))
  },
}

const timeMs = (event: Stored<Event>): number => Date.parse(eventTime(event) ?? event.metadata.creationTimestamp)

const selectorFor = (session: Session): string => {
  const target = session.flags.text('for')
  if (target === '') return ''
  if (!target.includes('/')) throw failure('--for must be in resource/name form')
  const [wanted] = readResourceArgs(session.connect().registry, [target])
  return wanted === undefined
    ? ''
    : `involvedObject.kind=${wanted.definition.kind},involvedObject.name=${wanted.name ?? ''}`
}
