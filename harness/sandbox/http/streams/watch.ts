import type { KubeObject } from '../../api/types/object.ts'
import { ApiError } from '../../api/types/api-error.ts'
import { apiVersionOf } from '../../api/registry.ts'
import { negotiate } from '../negotiate.ts'
import { selectionOf } from '../../api/read-address.ts'
import type { Target } from '../../api/resource-path.ts'
import { isTrue, wholeNumber } from '../options.ts'
import { includeOf } from '../respond.ts'
import { metadataOf, toTable } from '../to-table.ts'
import type { ApiBackend, ApiRequest, OutgoingStream, Reply } from '../types.ts'

/** A watch ends after this long unless the client says otherwise, ms of real time; the client begins another. */
const LONGEST_MS = 45 * 60_000
const BOOKMARK_MS = 60_000

/**
 * GET with `watch`: a line of JSON for each change. A version that is no longer remembered ends it with an ERROR event of 410, as
 * the real server does.
 * @throws {ApiError} for a watch that is refused
 */
export const watch = (backend: ApiBackend, request: ApiRequest, target: Target): Reply => {
  const { definition, namespace } = target
  const { live, server } = backend
  const wanted = negotiate(request.accept)
  const version = request.query.get('resourceVersion') ?? ''
  const sendsInitial = isTrue(request, 'sendInitialEvents')
  const isFresh = version === '' || version === '0' || sendsInitial
  let withColumns = true
  let out: OutgoingStream | undefined
  const waiting: string[] = []
  const write = (type: string, object: unknown): void => {
    const line = `${JSON.stringify({ type, object })}\n`
    if (out === undefined) waiting.push(line)
    else out.write(line)
  }
  const shaped = (object: KubeObject): unknown => {
    switch (wanted.as) {
      case 'object':
        return object
      case 'metadata':
        return metadataOf(object)
      case 'table': {
        const { resourceVersion } = object.metadata
        const shape = { nowMs: live.simulation.nowMs(), include: includeOf(request), metadata: { resourceVersion } }
        const table = toTable(definition, [object], { ...shape, withColumns })
        withColumns = false
        return table
      }
    }
  }
  const bookmark = (annotations?: object): void => {
    const metadata = {
      resourceVersion: server.resourceVersion(),
      creationTimestamp: null,
      ...(annotations === undefined ? {} : { annotations }),
    }
    const object = { kind: definition.kind, apiVersion: apiVersionOf(definition), metadata } as unknown as KubeObject
    write(
      'BOOKMARK',
      wanted.as === 'table'
        ? { ...toTable(definition, [], { nowMs: 0, include: 'None', metadata, withColumns: false }) }
        : object,
    )
  }
  const name = target.name
  const selection = selectionOf(request)
  const only = name === undefined ? selection : { ...selection, fieldSelector: `metadata.name=${name}` }
  let stop = (): void => {}
  try {
    stop = request
      .client()
      .watch(
        { resource: definition, namespace },
        { ...only, ...(isFresh ? {} : { resourceVersion: version }) },
        ({ type, object }) => write(type, shaped(object as KubeObject)),
      )
  } catch (error) {
    if (!(error instanceof ApiError) || error.reason !== 'Expired') throw error
    write('ERROR', error.toStatus())
    return { kind: 'stream', type: 'application/json', open: (stream) => sendAndEnd(stream, waiting) }
  }
  // Behind the events of what exists, which the queue delivers at this very time.
  if (sendsInitial) live.simulation.schedule(0, () => bookmark({ 'k8s.io/initial-events-end': 'true' }))
  return {
    kind: 'stream',
    type: 'application/json',
    open: (stream) => {
      out = stream
      for (const line of waiting.splice(0)) stream.write(line)
      const seconds = wholeNumber(request, 'timeoutSeconds') ?? 0
      const timer = setTimeout(stream.end, seconds === 0 ? LONGEST_MS : Math.min(LONGEST_MS, seconds * 1000))
      const marker = isTrue(request, 'allowWatchBookmarks') ? setInterval(() => bookmark(), BOOKMARK_MS) : undefined
      return () => {
        clearTimeout(timer)
        clearInterval(marker)
        stop()
      }
    },
  }
}

const sendAndEnd = (stream: OutgoingStream, lines: readonly string[]): (() => void) => {
  for (const line of lines) stream.write(line)
  stream.end()
  return () => {}
}
