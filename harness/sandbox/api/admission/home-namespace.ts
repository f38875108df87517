import type { Namespace } from 'kubernetes-types/core/v1.d.ts'
import { resources } from '../resources.ts'
import type { Stored } from '../types/object.ts'
import type { WriteContext } from '../types/resource.ts'

/** The namespace that an object lives in, or `undefined` when there is none of that name. */
export const homeNamespace = (
  context: Pick<WriteContext, 'objects'>,
  namespace: string | undefined,
): Stored<Namespace> | undefined =>
  context.objects(resources.namespaces).find((other) => other.metadata.name === namespace) as
    Stored<Namespace> | undefined
