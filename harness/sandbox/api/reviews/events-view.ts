import { resources } from '../resources.ts'
import type { Store } from '../store/store.ts'
import type { KubeObject } from '../types/object.ts'
import type { ResourceDefinition } from '../types/resource.ts'

/** The Events of the core group in the words of `events.k8s.io`, to be read. */
export const eventsView = (store: Store): ResourceDefinition => ({
  group: 'events.k8s.io',
  version: 'v1',
  kind: 'Event',
  plural: 'events',
  singular: 'event',
  shortNames: ['ev'],
  categories: [],
  namespaced: true,
  verbs: ['get', 'list'],
  subresources: {},
  generations: false,
  strategy: {},
  source: {
    get: (namespace, name) => {
      const event = store.get(resources.events, namespace, name)
      return event === undefined ? undefined : inNewWords(event)
    },
    list: (namespace) => store.list(resources.events, namespace).map(inNewWords),
  },
  custom: false,
})

const inNewWords = (event: KubeObject): KubeObject => {
  const {
    involvedObject,
    message,
    source,
    firstTimestamp,
    lastTimestamp,
    count,
    reportingComponent,
    reportingInstance,
    ...rest
  } = event as KubeObject & Readonly<Record<string, unknown>>
  return {
    ...rest,
    apiVersion: 'events.k8s.io/v1',
    regarding: involvedObject,
    note: message,
    deprecatedSource: source,
    deprecatedFirstTimestamp: firstTimestamp,
    deprecatedLastTimestamp: lastTimestamp,
    deprecatedCount: count,
    reportingController: reportingComponent,
    reportingInstance,
  } as KubeObject
}
