import type { AnyObject, KubeObject } from '../api/types/object.ts'
import type { ResourceDefinition } from '../api/types/resource.ts'
import { columnsOf } from '../kubectl/columns/index.ts'

export interface TableShape {
  readonly nowMs: number
  /** How much of each object a row brings along. */
  readonly include: 'Object' | 'Metadata' | 'None'
  readonly metadata: object
  /** Streams name the columns once. */
  readonly withColumns?: boolean
}

/** Objects as the server prints them for `kubectl get`, by the same columns that the sandbox's own kubectl has. */
export const toTable = (
  definition: ResourceDefinition,
  objects: readonly KubeObject[],
  { nowMs, include, metadata, withColumns = true }: TableShape,
): object => {
  const columns = columnsOf(definition)
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: withColumns
      ? columns.map(({ name, wide }) => ({
          name: titleOf(definition, name),
          type: 'string',
          format: name === 'NAME' ? 'name' : '',
          description: '',
          priority: wide === true ? 1 : 0,
        }))
      : null,
    rows: objects.map((object) => ({
      cells: columns.map((column) => column.cell(object as AnyObject, { nowMs, wide: true })),
      ...(include === 'None' ? {} : { object: include === 'Object' ? object : metadataOf(object) }),
    })),
  }
}

export const metadataOf = ({ metadata }: KubeObject): object => ({
  kind: 'PartialObjectMetadata',
  apiVersion: 'meta.k8s.io/v1',
  metadata,
})

/** `NOMINATED NODE` is `Nominated Node` on the wire; clients write it in capitals again. */
const titleOf = (definition: ResourceDefinition, name: string): string =>
  definition.columns?.find((column) => column.name.toUpperCase() === name)?.name ??
  name
    .split(' ')
    .map((word) => (ACRONYMS.has(word) ? word : `${word.slice(0, 1)}${word.slice(1).toLowerCase()}`))
    .join(' ')

const ACRONYMS: ReadonlySet<string> = new Set(['IP', 'OS-IMAGE'])
