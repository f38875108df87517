import type { KubeObject } from './types/object.ts'
import type { List } from './types/request.ts'
import type { ResourceDefinition } from './types/resource.ts'

/** A list as the server writes it. The items of built-in lists do not say what they are: the list does. */
export const writtenList = ({ custom }: Pick<ResourceDefinition, 'custom'>, found: List<KubeObject>): object => ({
  kind: found.kind,
  apiVersion: found.apiVersion,
  metadata: listMetadata(found),
  items: custom ? found.items : found.items.map(({ apiVersion: _apiVersion, kind: _kind, ...rest }) => rest),
})

export const listMetadata = ({ resourceVersion, continueToken, remainingItemCount }: List<unknown>): object => ({
  resourceVersion,
  ...(continueToken === undefined ? {} : { continue: continueToken }),
  ...(remainingItemCount === undefined ? {} : { remainingItemCount }),
})
