import type { HttpUrl } from './http-url.ts'
import type { Performed } from './perform-request.ts'

/** One transfer as `-w` describes it. */
export interface Transfer {
  readonly url: string
  readonly performed: Performed | undefined
  readonly body: string
  readonly exitCode: number
  readonly error: string
  readonly elapsedMs: number
}

/** Exit code and words of a failed transfer, as curl 8.11 has them. @returns `undefined` for a transfer that counts as done */
export const curlFailure = (
  text: string,
  url: HttpUrl | undefined,
  performed: Performed | undefined,
  failsOnError: boolean,
): { readonly code: number; readonly message: string } | undefined => {
  if (url === undefined || performed === undefined)
    return {
      code: 3,
      message: text.includes('://')
        ? `Protocol "${text.split(':')[0]}" not supported`
        : 'URL rejected: Malformed input to a URL function',
    }
  switch (performed.kind) {
    case 'unresolved':
      return { code: 6, message: `Could not resolve host: ${url.host}` }
    case 'refused': {
      const ms = Math.round(performed.timing.totalMs)
      return {
        code: 7,
        message: `Failed to connect to ${url.host} port ${url.port} after ${ms} ms: Could not connect to server`,
      }
    }
    case 'closed':
      return { code: 52, message: 'Empty reply from server' }
    case 'timed-out': {
      const ms = Math.round(performed.afterMs) + 1
      switch (performed.phase) {
        case 'lookup':
          return { code: 28, message: `Resolving timed out after ${ms} milliseconds` }
        case 'connect':
          return { code: 28, message: `Connection timed out after ${ms} milliseconds` }
        case 'answer':
          return { code: 28, message: `Operation timed out after ${ms} milliseconds with 0 bytes received` }
      }
    }
    case 'answered':
      if (url.isSecure && performed.isSecure !== true)
        return { code: 35, message: 'TLS connect error: error:0A00010B:SSL routines::wrong version number' }
      return failsOnError && performed.status >= 400
        ? { code: 22, message: `The requested URL returned error: ${performed.status}` }
        : undefined
  }
}

/** Fills in a format of `-w`. Unknown variables become nothing, as in curl. */
export const writeOut = (format: string, transfer: Transfer): string => {
  const { performed } = transfer
  const answered = performed?.kind === 'answered' ? performed : undefined
  const timing = answered?.timing
  const size = answered === undefined ? 0 : transfer.body.length
  const variables: Readonly<Record<string, string>> = {
    http_code: String(answered?.status ?? 0).padStart(3, '0'),
    response_code: String(answered?.status ?? 0).padStart(3, '0'),
    time_total: inSeconds(timing?.totalMs ?? transfer.elapsedMs),
    time_namelookup: inSeconds(timing?.lookupMs ?? 0),
    time_connect: inSeconds(timing?.connectMs ?? 0),
    time_pretransfer: inSeconds(timing?.connectMs ?? 0),
    time_starttransfer: inSeconds(timing?.totalMs ?? 0),
    time_appconnect: inSeconds(0),
    time_redirect: inSeconds(0),
    remote_ip: answered?.address ?? '',
    remote_port: String(answered?.port ?? 0),
    size_download: String(size),
    speed_download: String(Math.round((size * 1000) / Math.max(1, transfer.elapsedMs))),
    content_type: answered?.contentType ?? '',
    url_effective: transfer.url,
    url: transfer.url,
    method: 'GET',
    num_redirects: '0',
    num_connects: answered === undefined ? '0' : '1',
    exitcode: String(transfer.exitCode),
    errormsg: transfer.error,
    http_version: answered === undefined ? '0' : '1.1',
  }
  return format
    .replaceAll(/%\{(\w+)\}/g, (_all, name: string) => variables[name] ?? '')
    .replaceAll('%%', '%')
    .replaceAll(/\\([nrt\\])/g, (_all, letter: string) => ESCAPES[letter] ?? letter)
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\\': '\\' }

const inSeconds = (ms: number): string => (ms / 1000).toFixed(6)
