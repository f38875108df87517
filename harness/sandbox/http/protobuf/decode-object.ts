import { badRequest } from '../../api/refuse.ts'
import { decodeMessage, isMessage } from './decode-message.ts'

/**
 * An object in the envelope in which typed clients send it: four bytes of magic, then type and content.
 * Source: k8s.io/apimachinery, pkg/runtime/serializer/protobuf.
 * @throws {ApiError} 400
 */
export const decodeProtobuf = (body: Buffer): Readonly<Record<string, unknown>> => {
  if (!body.subarray(0, MAGIC.length).equals(MAGIC))
    throw badRequest('provided data does not appear to be a protobuf message')
  try {
    const envelope = decodeMessage('apimachinery.pkg.runtime.Unknown', body.subarray(MAGIC.length)) as Envelope
    const { apiVersion = '', kind = '' } = envelope.typeMeta ?? {}
    const raw = Buffer.from(envelope.raw ?? '', 'base64')
    const object = decodeMessage(messageOf(apiVersion, kind), raw) as Record<string, unknown>
    return { apiVersion, kind, ...object }
  } catch (error) {
    throw badRequest(`unable to decode protobuf: ${error instanceof Error ? error.message : String(error)}`)
  }
}

const MAGIC = Buffer.from('k8s\0', 'latin1')

interface Envelope {
  readonly typeMeta?: { readonly apiVersion?: string; readonly kind?: string }
  /** Base64. */
  readonly raw?: string
}

const messageOf = (apiVersion: string, kind: string): string => {
  const [group = '', version = ''] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion]
  const family = group === '' ? 'core' : (group.split('.')[0] ?? '')
  const own = `api.${family}.${version}.${kind}`
  if (isMessage(own)) return own
  // Options of requests are registered in every group.
  const shared = `apimachinery.pkg.apis.meta.v1.${kind}`
  return isMessage(shared) ? shared : `apiextensions_apiserver.pkg.apis.apiextensions.${version}.${kind}`
}
