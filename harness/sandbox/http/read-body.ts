import type { IncomingMessage } from 'node:http'
import { mediaType, readJson, readYaml } from '../api/read-patch.ts'
import { badRequest } from '../api/refuse.ts'
import { decodeProtobuf } from './protobuf/decode-object.ts'
import { HttpError } from './status.ts'

/** What typed clients send objects of built-in kinds in; answers are JSON, which they take too. */
const PROTOBUF = 'application/vnd.kubernetes.protobuf'

/** As the real server: a body may have 3 MiB. */
export const MAX_BODY_BYTES = 3 << 20

/** @throws {HttpError} 413 for a body that is too large */
export const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) throw tooLarge()
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > MAX_BODY_BYTES) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const tooLarge = (): HttpError =>
  new HttpError(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${MAX_BODY_BYTES}`)

/** An object from a body of JSON, YAML or protobuf. @throws {HttpError | ApiError} */
export const decodeBody = (body: Buffer, contentType: string): unknown => {
  const type = mediaType(contentType)
  if (type === PROTOBUF) return decodeProtobuf(body)
  if (type !== '' && type !== 'application/json' && type !== 'application/yaml' && type !== '*/*') {
    throw new HttpError(
      415,
      'UnsupportedMediaType',
      `the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, ${PROTOBUF}`,
    )
  }
  const text = body.toString('utf8')
  return type === 'application/yaml' ? readYaml(text) : readJson(text)
}

/** An object, and nothing else. @throws {HttpError | ApiError} */
export const decodeObject = (body: Buffer, contentType: string): Readonly<Record<string, unknown>> => {
  const value = decodeBody(body, contentType)
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw badRequest('the object provided is unrecognized (must be of type map[string]interface {})')
}
