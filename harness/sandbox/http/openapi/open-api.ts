import { createHash } from 'node:crypto'
import { apiVersionOf } from '../../api/registry.ts'
import type { Registry } from '../../api/types/api-server.ts'
import type { ResourceDefinition } from '../../api/types/resource.ts'
import { mediaTypes } from '../negotiate.ts'
import { HttpError, pathNotFound } from '../status.ts'
import type { ApiRequest, Reply } from '../types.ts'
import { openApiDocument } from './document.ts'
import { openApiVersion2 } from './version-2.ts'

export interface OpenApi {
  /** Answers `/openapi/v2`, `/openapi/v3` and the documents below it. @throws {HttpError} */
  readonly reply: (request: ApiRequest) => Reply
}

/** Documents are made when they are first asked for, and anew when the kinds have changed. */
export const createOpenApi = (registry: Registry): OpenApi => {
  let kinds: readonly ResourceDefinition[] = []
  let texts = new Map<string, string>()

  const textOf = (groupVersion: string): string => {
    const now = registry.all()
    if (now !== kinds) {
      kinds = now
      texts = new Map()
    }
    const text = texts.get(groupVersion) ?? JSON.stringify(openApiDocument(kinds, groupVersion))
    texts.set(groupVersion, text)
    return text
  }

  const index = (): object => {
    const versions = new Set(registry.all().map(apiVersionOf))
    return {
      paths: Object.fromEntries(
        [...versions].map((version) => {
          const path = version.includes('/') ? `apis/${version}` : `api/${version}`
          const hash = createHash('sha256').update(textOf(version)).digest('hex').toUpperCase()
          return [path, { serverRelativeURL: `/openapi/v3/${path}?hash=${hash}` }]
        }),
      ),
    }
  }

  return {
    reply: ({ path, accept }) => {
      if (path[1] === 'v2' && path.length === 2) return openApiVersion2(accept)
      if (path[1] !== 'v3') throw pathNotFound()
      assertJson(accept)
      if (path.length === 2) return { kind: 'json', code: 200, body: index() }
      const [, , root, ...rest] = path
      const groupVersion = rest.join('/')
      const isServed = registry.all().some((row) => apiVersionOf(row) === groupVersion)
      if (!isServed || (root === 'api') !== (rest.length === 1)) throw pathNotFound()
      return { kind: 'text', code: 200, body: textOf(groupVersion), type: 'application/json' }
    },
  }
}

const assertJson = (accept: string): void => {
  if (mediaTypes(accept).some(({ type }) => type === 'application/json' || type === '*/*')) return
  throw new HttpError(406, 'NotAcceptable', 'only the following media types are accepted: application/json')
}
