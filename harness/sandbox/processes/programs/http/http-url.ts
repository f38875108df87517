/** The parts of an http URL that a request needs. */
export interface HttpUrl {
  readonly host: string
  /** As it was written: with its port, if it has one. */
  readonly authority: string
  readonly port: number
  readonly path: string
  readonly isSecure: boolean
}

/** Reads `http://host:port/path`, with or without the scheme. @returns `undefined` for what is no http URL */
export const readHttpUrl = (text: string): HttpUrl | undefined => {
  const match = /^(?:(https?):\/\/)?(?:[^@/]*@)?((\[[^\]]+\]|[^:/?#]+)(?::(\d{1,5}))?)([/?][^#]*)?(?:#.*)?$/i.exec(text)
  if (match === null) return undefined
  const [, scheme = 'http', authority = '', host = '', port, path = '/'] = match
  const isSecure = scheme.toLowerCase() === 'https'
  return {
    host,
    authority,
    port: port === undefined ? (isSecure ? 443 : 80) : Number(port),
    path: path.startsWith('/') ? path : `/${path}`,
    isSecure,
  }
}

const REASONS: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  204: 'No Content',
  301: 'Moved Permanently',
  302: 'Found',
  304: 'Not Modified',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
}

/** `HTTP/1.1 404 Not Found` */
export const statusLine = (status: number): string => `HTTP/1.1 ${status} ${REASONS[status] ?? ''}`.trimEnd()
