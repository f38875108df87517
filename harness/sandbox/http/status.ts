import { ApiError } from '../api/types/api-error.ts'

/** A refusal of the HTTP layer itself: reasons that the API server core does not know. */
export class HttpError extends Error {
  override readonly name = 'HttpError'
  readonly code: number
  readonly reason: string

  constructor(code: number, reason: string, message: string) {
    super(message)
    this.code = code
    this.reason = reason
  }
}

export interface StatusReply {
  readonly code: number
  readonly body: object
}

/** The Status object for whatever a request ended with; `undefined` for a defect. */
export const statusOf = (error: unknown): StatusReply | undefined => {
  if (error instanceof ApiError) {
    const status = error.toStatus()
    return { code: error.code, body: { ...status, message: status.message.replace(CLIENT_WORDS, '') } }
  }
  if (error instanceof HttpError) return failure(error.code, error.reason, error.message)
  return undefined
}

/** What kubectl itself puts before the server's complaint of a selector; the core says both. */
const CLIENT_WORDS = /^Unable to find "[^"]*" that match label selector ".*", field selector ".*?": /

export const internalError = (error: unknown): StatusReply =>
  failure(
    500,
    'InternalError',
    `Internal error occurred: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`,
  )

/** The Status of something that was done and has no object to show. */
export const success = (details?: object): object => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Success',
  ...(details === undefined ? {} : { details }),
})

export const unauthorized = (): HttpError => new HttpError(401, 'Unauthorized', 'Unauthorized')

export const pathNotFound = (): HttpError =>
  new HttpError(404, 'NotFound', 'the server could not find the requested resource')

const failure = (code: number, reason: string, message: string): StatusReply => ({
  code,
  body: {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    reason,
    ...(code === 404 ? { details: {} } : {}),
    code,
  },
})
