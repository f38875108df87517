/** What a failed call says to people, without the key; null for an error that is not of the service or the way to it. */
export const describeApiFailure = (error: unknown, apiKey: string): string | null => {
  if (!(error instanceof Error)) return null
  const status = 'status' in error && typeof error.status === 'number' ? error.status : null
  const message = error.message
    .replaceAll(apiKey, '…')
    .replaceAll(/sk-[\w*-]+/g, '…')
    .slice(0, 300)
  if (status !== null) return `${STATUSES[status] ?? 'the service answered with an error'} (${message})`
  if (error.constructor.name === 'APIConnectionTimeoutError') return 'the service did not answer in time'
  return error.constructor.name === 'APIConnectionError' ? `the service cannot be reached (${reasonOf(error)})` : null
}

const STATUSES: Readonly<Record<number, string>> = {
  401: 'the service did not accept the key',
  403: 'the service did not permit the call',
  404: 'the service does not know the model or the path',
  429: 'the service is over its limit',
}

const reasonOf = ({ cause, message }: Error): string => {
  const inner = cause instanceof Error ? (cause.cause ?? cause) : undefined
  return inner instanceof Error && 'code' in inner ? String(inner.code) : message
}
