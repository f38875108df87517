import type { PrinterColumn, ResourceDefinition } from '../api/types/resource.ts'
import { CHAOS_GROUP } from './chaos-resources.ts'
import { networkChaosSchema, podChaosSchema, scheduleSchema, stressChaosSchema } from './chaos-schemas.ts'

/** The kinds of Chaos Mesh that the sandbox can act out. */
export const chaosDefinitions = (): readonly ResourceDefinition[] => [
  row('StressChaos', 'stresschaos', stressChaosSchema, [column('duration')]),
  row('NetworkChaos', 'networkchaos', networkChaosSchema, [column('action'), column('duration')]),
  row('PodChaos', 'podchaos', podChaosSchema, []),
  row('Schedule', 'schedules', scheduleSchema, []),
]

const column = (field: string): PrinterColumn => ({ name: field, type: 'string', jsonPath: `.spec.${field}` })

const row = (
  kind: string,
  plural: string,
  schema: ResourceDefinition['schema'],
  columns: readonly PrinterColumn[],
): ResourceDefinition => ({
  group: CHAOS_GROUP,
  version: 'v1alpha1',
  kind,
  plural,
  singular: kind.toLowerCase(),
  shortNames: [],
  categories: [],
  namespaced: true,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  subresources: {},
  generations: true,
  ...(schema === undefined ? {} : { schema }),
  columns,
  strategy: {},
  custom: true,
})
