import type { ManagedFieldsEntry } from 'kubernetes-types/meta/v1.d.ts'
import { jsonEqual } from '../merge/json.ts'
import type { DeepReadonly } from '../types/object.ts'
import { difference, EMPTY_SET, type FieldSet, isEmpty, union } from './field-set.ts'
import type { Difference } from './compare.ts'

export type Entry = DeepReadonly<ManagedFieldsEntry>

/** Who wrote, and when. */
export interface Writer {
  readonly manager: string
  readonly operation: 'Apply' | 'Update'
  readonly apiVersion: string
  readonly subresource?: string | undefined
  /** RFC 3339. */
  readonly time: string
}

/** The record after a write: changed fields belong to the writer now, and to nobody else; removed ones to nobody. */
export const afterUpdate = (
  entries: readonly Entry[],
  writer: Writer,
  { changed, removed }: Difference,
): readonly Entry[] => {
  if (isEmpty(changed) && isEmpty(removed)) return entries
  const others = entries
    .filter((entry) => !isBy(entry, writer))
    .flatMap((entry) => lessened(entry, union(changed, removed)))
  const before = entries.find((entry) => isBy(entry, writer))
  return withEntry(others, before, writer, difference(union(setOf(before), changed), removed))
}

/** The record after an apply: exactly the fields that were sent belong to the applier; what it changed belongs to nobody else. */
export const afterApply = (
  entries: readonly Entry[],
  writer: Writer,
  sent: FieldSet,
  { changed, removed }: Difference,
): readonly Entry[] => {
  const others = entries
    .filter((entry) => !isBy(entry, writer))
    .flatMap((entry) => lessened(entry, union(changed, removed)))
  return withEntry(
    others,
    entries.find((entry) => isBy(entry, writer)),
    writer,
    sent,
  )
}

export const setOf = (entry: Entry | undefined): FieldSet => (entry?.fieldsV1 as FieldSet | undefined) ?? EMPTY_SET

/** Whether an entry is the writer's own: same manager, operation and subresource. */
export const isBy = (entry: Entry, writer: Writer): boolean =>
  entry.manager === writer.manager && entry.operation === writer.operation && entry.subresource === writer.subresource

const lessened = (entry: Entry, taken: FieldSet): readonly Entry[] => {
  const set = setOf(entry)
  const rest = difference(set, taken)
  if (rest === set) return [entry]
  return isEmpty(rest) ? [] : [{ ...entry, fieldsV1: rest }]
}

/** The time of an entry moves only when its fields do. Entries of appliers come first, then by time. */
const withEntry = (
  others: readonly Entry[],
  before: Entry | undefined,
  writer: Writer,
  set: FieldSet,
): readonly Entry[] => {
  if (isEmpty(set)) return others
  const { manager, operation, apiVersion, subresource, time } = writer
  const isSame = before !== undefined && jsonEqual(setOf(before), set)
  const entry: Entry = isSame
    ? before
    : {
        apiVersion,
        fieldsType: 'FieldsV1',
        fieldsV1: set,
        manager,
        operation,
        ...(subresource === undefined ? {} : { subresource }),
        time,
      }
  return [...others, entry].sort(byOperationAndTime)
}

const byOperationAndTime = (a: Entry, b: Entry): number =>
  compare(a.operation, b.operation) || compare(a.time, b.time) || compare(a.manager, b.manager)

const compare = (a = '', b = ''): number => (a < b ? -1 : a > b ? 1 : 0)
