import type { AnyObject } from '../../api/types/object.ts'
import type { WatchEvent } from '../../api/types/request.ts'
import { failure } from '../errors.ts'
import { parseDuration } from '../flags/duration.ts'
import { printCustomColumns } from '../print/custom-columns.ts'
import { objectName, type Output } from '../print/printer.ts'
import { alignTabs, TABLE } from '../format/tabwriter.ts'
import { tableRows } from '../print/table.ts'
import type { Found, Scope } from '../select/find-objects.ts'
import type { Session } from '../session.ts'
import { tableOptions } from './table-options.ts'

/** `get -w`: prints what there is, then every change, until the command is ended from outside. */
export const watchObjects = async (
  session: Session,
  found: readonly Found[],
  output: Output,
  scope: Scope,
): Promise<number> => {
  const { flow, flags } = session
  const [only, ...others] = found
  if (only === undefined || others.length > 0) {
    throw failure('you may only specify a single resource type')
  }
  const { definition } = only
  const name = only.isList ? undefined : only.objects[0]?.metadata.name
  const { labelSelector = '' } = scope
  const fieldSelector = name === undefined ? (scope.fieldSelector ?? '') : `metadata.name=${name}`
  let isFirst = true
  const remembered: number[] = []
  const show = (objects: readonly AnyObject[]): void => {
    if (objects.length === 0) return
    const text = render(session, { found: only, objects, output, isFirst, remembered })
    isFirst = false
    session.out(text)
  }
  const queue: WatchEvent<AnyObject>[] = []
  const stop = session
    .connect()
    .client()
    .watch(
      {
        resource: definition,
        namespace: definition.namespaced && scope.allNamespaces !== true ? session.namespace : undefined,
      },
      { ...(labelSelector === '' ? {} : { labelSelector }), ...(fieldSelector === '' ? {} : { fieldSelector }) },
      (event) => queue.push(event),
    )
  try {
    if (!flags.bool('watch-only')) show(only.objects)
    const known = new Map(only.objects.map((object) => [object.metadata.uid, object.metadata.resourceVersion]))
    const endMs = flow.nowMs() + requestLimitMs(flags)
    for (;;) {
      if (!(await flow.waitUntil(() => queue.length > 0, endMs - flow.nowMs()))) return 0
      for (const event of queue.splice(0)) {
        const { uid, resourceVersion } = event.object.metadata
        if (event.type === 'ADDED' && known.get(uid) === resourceVersion) continue
        show([event.object])
      }
    }
  } finally {
    stop()
  }
}

/** A watch is one request: `--request-timeout` ends it. */
const requestLimitMs = (flags: Session['flags']): number => {
  const limit = flags.text('request-timeout')
  const limitMs = parseDuration(/^\d+$/.test(limit) ? `${limit}s` : limit)
  return limitMs === undefined || limitMs === 0 ? Number.POSITIVE_INFINITY : limitMs
}

interface Batch {
  readonly found: Found
  readonly objects: readonly AnyObject[]
  readonly output: Output
  readonly isFirst: boolean
  /** Widths of the columns so far: they never shrink. */
  readonly remembered: number[]
}

const render = (session: Session, { found, objects, output, isFirst, remembered }: Batch): string => {
  switch (output.format) {
    case 'table': {
      const options = tableOptions(session, [found], output.wide)
      const rows = tableRows(found.definition, objects, { ...options, noHeaders: options.noHeaders || !isFirst })
      return alignTabs(rows.join('\n'), { ...TABLE, remembered }) + '\n'
    }
    case 'name':
      return objects.map(({ metadata }) => `${objectName(found.definition, metadata.name)}\n`).join('')
    case 'custom-columns':
      return printCustomColumns(output.specification, objects, !isFirst)
    case 'object':
      return objects.map(output.print).join('')
  }
}
