import { stringify } from 'yaml'
import type { KubeObject } from '../api/types/object.ts'
import type { ResourceDefinition } from '../api/types/resource.ts'
import { type Wanted, negotiate } from './negotiate.ts'
import { metadataOf, toTable } from './to-table.ts'
import type { ApiRequest, Reply } from './types.ts'

/** One object in the shape that the client wants. */
export const objectReply = (
  request: ApiRequest,
  definition: ResourceDefinition,
  object: KubeObject,
  { nowMs, code = 200 }: { readonly nowMs: number; readonly code?: number },
): Reply => {
  const wanted = negotiate(request.accept)
  const { resourceVersion } = object.metadata
  return written(wanted, code, shaped(request, wanted, definition, [object], { nowMs, metadata: { resourceVersion } }))
}

/** Any other answer: a Status, a Scale, a token. */
export const plainReply = (request: ApiRequest, code: number, body: unknown): Reply =>
  written(negotiate(request.accept), code, body)

export const written = ({ format }: Wanted, code: number, body: unknown): Reply =>
  format === 'yaml'
    ? { kind: 'text', code, type: 'application/yaml', body: stringify(body, { aliasDuplicateObjects: false }) }
    : { kind: 'json', code, body }

const shaped = (
  request: ApiRequest,
  { as }: Wanted,
  definition: ResourceDefinition,
  objects: readonly [KubeObject],
  { nowMs, metadata }: { readonly nowMs: number; readonly metadata: object },
): unknown => {
  switch (as) {
    case 'object':
      return objects[0]
    case 'metadata':
      return metadataOf(objects[0])
    case 'table':
      return toTable(definition, objects, { nowMs, include: includeOf(request), metadata })
  }
}

/** How much of each object the rows of a table bring along. */
export const includeOf = ({ query }: ApiRequest): 'Object' | 'Metadata' | 'None' => {
  const value = query.get('includeObject')
  return value === 'Object' || value === 'None' ? value : 'Metadata'
}
