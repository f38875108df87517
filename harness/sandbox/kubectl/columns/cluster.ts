import type { Event, Namespace, Node } from 'kubernetes-types/core/v1.d.ts'
import type { Stored } from '../../api/types/object.ts'
import { ageSince } from '../format/age.ts'
import { ageColumn, column, nameColumn, orNone, wideColumn } from './column.ts'
import type { Column } from './types.ts'

export const namespaceColumns: readonly Column[] = [
  nameColumn,
  column<Namespace>('STATUS', ({ status }) => status?.phase ?? ''),
  ageColumn,
]

export const nodeColumns: readonly Column[] = [
  nameColumn,
  column<Node>('STATUS', (node) => nodeStatus(node)),
  column<Node>('ROLES', (node) => nodeRoles(node)),
  ageColumn,
  column<Node>('VERSION', ({ status }) => status?.nodeInfo?.kubeletVersion ?? ''),
  wideColumn<Node>('INTERNAL-IP', (node) => address(node, 'InternalIP')),
  wideColumn<Node>('EXTERNAL-IP', (node) => address(node, 'ExternalIP')),
  wideColumn<Node>('OS-IMAGE', ({ status }) => status?.nodeInfo?.osImage || '<unknown>'),
  wideColumn<Node>('KERNEL-VERSION', ({ status }) => status?.nodeInfo?.kernelVersion || '<unknown>'),
  wideColumn<Node>('CONTAINER-RUNTIME', ({ status }) => status?.nodeInfo?.containerRuntimeVersion || '<unknown>'),
]

const nodeStatus = ({ spec, status }: Stored<Node>): string => {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready')
  const state = ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady'
  return spec?.unschedulable === true ? `${state},SchedulingDisabled` : state
}

/** `<none>`, or names from the labels `node-role.kubernetes.io/…`. */
export const nodeRoles = ({ metadata }: Stored<Node>): string => {
  const roles = Object.entries(metadata.labels ?? {}).flatMap(([key, value]) => {
    if (key.startsWith('node-role.kubernetes.io/')) return [key.slice('node-role.kubernetes.io/'.length)]
    return key === 'kubernetes.io/role' && value !== '' ? [value] : []
  })
  return orNone(
    roles
      .filter((role) => role !== '')
      .toSorted()
      .join(','),
  )
}

const address = ({ status }: Stored<Node>, type: string): string =>
  orNone(status?.addresses?.find((entry) => entry.type === type)?.address)

type StoredEvent = Stored<Event>

/** The instant an event was seen last. */
export const eventTime = (event: StoredEvent): string | undefined =>
  event.series?.lastObservedTime ?? event.lastTimestamp ?? event.eventTime ?? event.firstTimestamp

const firstSeen = (event: StoredEvent): string | undefined => event.firstTimestamp ?? event.eventTime

/** How often an event was seen. */
export const eventCount = (event: StoredEvent): number => event.series?.count ?? (event.count || 1)

export const eventColumns: readonly Column[] = [
  column<Event>('LAST SEEN', (event, { nowMs }) => ageSince(eventTime(event), nowMs)),
  column<Event>('TYPE', ({ type }) => type ?? ''),
  column<Event>('REASON', ({ reason }) => reason ?? ''),
  column<Event>('OBJECT', ({ involvedObject }) =>
    involvedObject.name
      ? `${(involvedObject.kind ?? '').toLowerCase()}/${involvedObject.name}`
      : (involvedObject.kind ?? '').toLowerCase(),
  ),
  wideColumn<Event>('SUBOBJECT', ({ involvedObject }) => involvedObject.fieldPath ?? ''),
  wideColumn<Event>('SOURCE', ({ source, reportingComponent, reportingInstance }) =>
    [source?.component ?? reportingComponent ?? '', source?.host ?? reportingInstance ?? '']
      .filter((part) => part !== '')
      .join(', '),
  ),
  column<Event>('MESSAGE', ({ message }) => (message ?? '').trim()),
  wideColumn<Event>('FIRST SEEN', (event, { nowMs }) => ageSince(firstSeen(event), nowMs)),
  wideColumn<Event>('COUNT', (event) => String(eventCount(event))),
  { ...nameColumn, wide: true },
]
