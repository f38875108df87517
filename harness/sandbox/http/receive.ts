import type { IncomingMessage } from 'node:http'
import { readAddress } from '../api/read-address.ts'
import type { Sender } from './authenticate.ts'
import { authenticate } from './authenticate.ts'
import type { ApiBackend, ApiRequest } from './types.ts'

/**
 * A request as the routes take it. Warnings that its calls cause go into `warnings`.
 * @throws {HttpError | ApiError} 400 for a path that is none, 401
 */
export const receive = (
  { server, identityOf }: Pick<ApiBackend, 'server' | 'identityOf'>,
  message: IncomingMessage,
  body: Buffer,
  warnings: string[],
): ApiRequest => {
  const { method = 'GET', headers, url: address = '/' } = message
  const sender: Sender = authenticate(headers, identityOf)
  const { path, query } = readAddress(address)
  return {
    method,
    path,
    query,
    accept: headers.accept ?? '',
    contentType: headers['content-type'] ?? '',
    agent: (headers['user-agent'] ?? '').split('/')[0] ?? '',
    body,
    client: (options = {}) => server.as({ ...sender, ...options, warn: (warning) => warnings.push(warning) }),
    host: headers.host ?? '',
  }
}
