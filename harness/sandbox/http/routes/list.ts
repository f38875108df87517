import { selectionOf } from '../../api/read-address.ts'
import { listMetadata, writtenList } from '../../api/written-list.ts'
import { negotiate } from '../negotiate.ts'
import type { Target } from '../../api/resource-path.ts'
import { metadataOf, toTable } from '../to-table.ts'
import type { ApiRequest, Reply } from '../types.ts'
import { wholeNumber } from '../options.ts'
import { includeOf, written } from '../respond.ts'

/** Lists a collection, in pages if the client asks for them. @throws {ApiError} */
export const list = (request: ApiRequest, { definition, namespace }: Target, nowMs: number): Reply => {
  const wanted = negotiate(request.accept)
  const limit = wholeNumber(request, 'limit')
  const token = request.query.get('continue') ?? ''
  const found = request.client().list(
    { resource: definition, namespace },
    {
      ...selectionOf(request),
      ...(limit === undefined ? {} : { limit }),
      ...(token === '' ? {} : { continueToken: token }),
    },
  )
  const metadata = listMetadata(found)
  switch (wanted.as) {
    case 'object':
      return written(wanted, 200, writtenList(definition, found))
    case 'metadata':
      return written(wanted, 200, {
        kind: 'PartialObjectMetadataList',
        apiVersion: 'meta.k8s.io/v1',
        metadata,
        items: found.items.map(metadataOf),
      })
    case 'table':
      return written(wanted, 200, toTable(definition, found.items, { nowMs, include: includeOf(request), metadata }))
  }
}
