import type { Event } from 'kubernetes-types/core/v1.d.ts'
import { ApiError } from '../../api/types/api-error.ts'
import type { AnyObject, Stored } from '../../api/types/object.ts'
import { resources } from '../../api/resources.ts'
import { ageSince } from '../format/age.ts'
import type { Session } from '../session.ts'
import type { Report } from './report-writer.ts'

/** Adds the table of an object's events, oldest first; none where they may not be read. */
export const writeEvents = async (session: Session, report: Report, object: AnyObject): Promise<void> => {
  if (!session.flags.bool('show-events')) return
  const events = await eventsOf(session, object)
  if (events.length === 0) {
    report.add(0, 'Events:\t<none>\n')
    return
  }
  report.flush()
  report.add(0, 'Events:\n  Type\tReason\tAge\tFrom\tMessage\n')
  report.add(1, '----\t------\t----\t----\t-------\n')
  const nowMs = session.flow.nowMs()
  for (const event of events.toSorted((a, b) => lastSeenMs(a) - lastSeenMs(b))) {
    const from = event.source?.component || (event.reportingComponent ?? '')
    const { type = '', reason = '', message = '' } = event
    report.add(1, `${type}\t${reason}\t${interval(event, nowMs)}\t${from}\t${message.trim()}\n`)
  }
}

const eventsOf = async (session: Session, object: AnyObject): Promise<readonly Stored<Event>[]> => {
  const { name, namespace, uid } = object.metadata
  // Events about nodes live in the default namespace and name the node as its uid.
  const isNode = object.kind === 'Node'
  const fieldSelector = [
    `involvedObject.name=${name}`,
    ...(namespace === undefined ? [] : [`involvedObject.namespace=${namespace}`]),
    `involvedObject.kind=${object.kind}`,
    ...(isNode ? [] : [`involvedObject.uid=${uid}`]),
  ].join(',')
  try {
    const list = await session.request((client) =>
      client.list(
        { resource: resources.events, namespace: namespace ?? (isNode ? undefined : 'default') },
        { fieldSelector },
      ),
    )
    return list.items
  } catch (error) {
    if (error instanceof ApiError) return []
    throw error
  }
}

/** Order of the table: by the last time stamp, where events without one come first. */
const lastSeenMs = ({ lastTimestamp }: Stored<Event>): number => (lastTimestamp ? Date.parse(lastTimestamp) : 0)

/** `5s`, or `5s (x3 over 2m)`. */
export const interval = (event: Stored<Event>, nowMs: number): string => {
  const first = ageSince(event.eventTime ?? event.firstTimestamp, nowMs)
  if (event.series !== undefined && event.series !== null) {
    return `${ageSince(event.series.lastObservedTime, nowMs)} (x${event.series.count ?? 0} over ${first})`
  }
  const { count = 0 } = event
  return count > 1 ? `${ageSince(event.lastTimestamp, nowMs)} (x${count} over ${first})` : first
}
