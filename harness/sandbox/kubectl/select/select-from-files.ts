import { ApiError } from '../../api/types/api-error.ts'
import type { Session } from '../session.ts'
import type { Findings, Found } from './find-objects.ts'
import { readManifests } from './manifests.ts'
import { mapManifest } from './map-manifest.ts'

/** The stored objects that the documents of `-f` name. */
export const selectFromFiles = async (session: Session): Promise<Findings> => {
  const found: Found[] = []
  const errors: unknown[] = []
  for (const manifest of await readManifests(session)) {
    const { definition, namespace, name } = mapManifest(session, manifest)
    try {
      const object = await session.request((client) => client.get({ resource: definition, namespace, name }))
      found.push({ definition, objects: [object], isList: false })
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      errors.push(error)
    }
  }
  return { found, errors }
}
