import type { ResourceDefinition } from '../types/resource.ts'

/** Kinds with their older versions, for discovery, each after the one that is stored: nothing is stored or watched in those. */
export const withOlderVersions = (definitions: readonly ResourceDefinition[]): readonly ResourceDefinition[] =>
  definitions.flatMap((row) =>
    row.group === 'autoscaling' && row.version === 'v2'
      ? [row, { ...row, version: 'v1', verbs: row.verbs.filter((verb) => verb !== 'watch') }]
      : [row],
  )
