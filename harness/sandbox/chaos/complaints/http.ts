import { goDurationMs } from '../duration.ts'
import type { ChaosSpec } from '../types.ts'

export const httpComplaint = (spec: ChaosSpec): string | undefined => {
  const { port = 0, delay, patch, replace, code, tls } = spec
  if (port <= 0) return `spec.port: Invalid value: ${port}: port should be greater than 0`
  if (typeof delay === 'string' && goDurationMs(delay) === undefined) return `spec.delay: Invalid value: "${delay}"`
  if (spec.abort !== true && delay === undefined && patch === undefined && replace === undefined)
    return 'spec: Invalid value: at least one of abort, delay, replace and patch is needed'
  if (tls !== undefined) return 'spec.tls: servers of the sandbox speak no TLS; leave it out'
  if (spec.request_headers !== undefined)
    return 'spec.request_headers: requests in the sandbox carry no headers of their own; select by method, path or code'
  if (spec.target === 'Request') return requestComplaint(spec)
  if (replace?.path !== undefined || replace?.method !== undefined || replace?.queries !== undefined)
    return 'spec.replace: path, method and queries belong to requests: set target to Request'
  if (patch?.queries !== undefined) return 'spec.patch.queries: belong to requests: set target to Request'
  return (
    patchComplaint(patch) ??
    (code !== undefined && (code < 100 || code > 599) ? `spec.code: Invalid value: ${code}` : undefined)
  )
}

const requestComplaint = ({ code, patch, replace, response_headers: headers }: ChaosSpec): string | undefined => {
  if (code !== undefined || headers !== undefined)
    return `spec.${code === undefined ? 'response_headers' : 'code'}: belongs to responses: set target to Response`
  if (replace?.code !== undefined) return 'spec.replace.code: belongs to responses: set target to Response'
  for (const [name, change] of Object.entries({ patch, replace })) {
    if (change?.body !== undefined || change?.headers !== undefined) {
      const field = change.body === undefined ? 'headers' : 'body'
      return `spec.${name}.${field}: no server of the sandbox reads ${field === 'body' ? 'a body' : 'headers'}; change path, method or queries`
    }
  }
  return pairsComplaint('spec.patch.queries', patch?.queries)
}

const patchComplaint = (patch: ChaosSpec['patch']): string | undefined => {
  if (patch?.body !== undefined && patch.body.type !== 'JSON')
    return `spec.patch.body.type: Invalid value: "${patch.body.type}": only JSON is supported`
  if (patch?.body !== undefined && !isJsonObject(patch.body.value))
    return 'spec.patch.body.value: Invalid value: expected a JSON object'
  return pairsComplaint('spec.patch.headers', patch?.headers)
}

const pairsComplaint = (field: string, pairs: readonly (readonly string[])[] | undefined): string | undefined =>
  (pairs ?? []).every((pair) => pair.length === 2)
    ? undefined
    : `${field}: Invalid value: expected pairs of name and value`

const isJsonObject = (text: string): boolean => {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}
