import { inStoredVersion } from '../../api/older-versions/autoscaling-v1.ts'
import { failure } from '../errors.ts'
import type { Session } from '../session.ts'
import type { Manifest, MappedManifest } from './manifests.ts'

/** Finds the kind of a document and the namespace it goes to. @throws {KubectlError} */
export const mapManifest = (session: Session, { source, document: given }: Manifest): MappedManifest => {
  const document = inStoredVersion(given)
  const apiVersion = textAt(document, 'apiVersion')
  const kind = textAt(document, 'kind')
  assertTyped(source, apiVersion, kind)
  const metadata = (document['metadata'] ?? {}) as Readonly<Record<string, unknown>>
  const name = textAt(metadata, 'name')
  const own = textAt(metadata, 'namespace')
  const definition = session.connect().registry.findKind(apiVersion, kind)
  if (definition === undefined) {
    throw failure(
      `resource mapping not found for name: "${name}" namespace: "${own}" from "${source}": no matches for kind "${kind}" in version "${apiVersion}"\nensure CRDs are installed first`,
    )
  }
  if (!definition.namespaced) return { source, document, definition, name, namespace: undefined }
  if (own !== '' && session.flags.given('namespace') && own !== session.namespace) {
    throw failure(
      `the namespace from the provided object "${own}" does not match the namespace "${session.namespace}". You must pass '--namespace=${own}' to perform this operation.`,
    )
  }
  const namespace = own === '' ? session.namespace : own
  return { source, document: { ...document, metadata: { ...metadata, namespace } }, definition, name, namespace }
}

const textAt = (object: Readonly<Record<string, unknown>>, key: string): string =>
  typeof object[key] === 'string' ? object[key] : ''

const assertTyped = (source: string, apiVersion: string, kind: string): void => {
  const missing = [...(apiVersion === '' ? ['apiVersion not set'] : []), ...(kind === '' ? ['kind not set'] : [])]
  if (missing.length === 0) return
  const list = missing.length === 1 ? missing.join('') : `[${missing.join(', ')}]`
  throw failure(
    `error validating "${source}": error validating data: ${list}; if you choose to ignore these errors, turn validation off with --validate=false`,
  )
}
