import type { Event } from 'kubernetes-types/core/v1.d.ts'
import type { Stored } from '../types/object.ts'
import type { Strategy } from '../types/resource.ts'
import { withDefaults } from './with-defaults.ts'

export const eventStrategy: Strategy = {
  // Printed as null or empty where a source did not set them.
  defaults: (object) =>
    withDefaults(object, {
      eventTime: null,
      firstTimestamp: null,
      lastTimestamp: null,
      reportingComponent: '',
      reportingInstance: '',
      source: {},
    }),
  selectableFields: (object) => {
    const { involvedObject = {}, reason, source, type, reportingComponent } = object as Partial<Stored<Event>>
    return {
      'involvedObject.kind': involvedObject.kind ?? '',
      'involvedObject.namespace': involvedObject.namespace ?? '',
      'involvedObject.name': involvedObject.name ?? '',
      'involvedObject.uid': involvedObject.uid ?? '',
      'involvedObject.apiVersion': involvedObject.apiVersion ?? '',
      'involvedObject.resourceVersion': involvedObject.resourceVersion ?? '',
      'involvedObject.fieldPath': involvedObject.fieldPath ?? '',
      reason: reason ?? '',
      reportingComponent: reportingComponent ?? '',
      source: source?.component ?? '',
      type: type ?? '',
    }
  },
}
