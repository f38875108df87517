/** Reasons of the server's Status objects. */
export type StatusReason =
  | 'AlreadyExists'
  | 'BadRequest'
  | 'Conflict'
  | 'Expired'
  | 'Forbidden'
  | 'InternalError'
  | 'Invalid'
  | 'MethodNotAllowed'
  | 'NotFound'
  | 'ServiceUnavailable'
  | 'Timeout'
  | 'TooManyRequests'
  | 'Unauthorized'
  | 'UnsupportedMediaType'

export interface StatusCause {
  readonly reason: string
  readonly message: string
  readonly field?: string
}

export interface StatusDetails {
  readonly name?: string
  readonly group?: string
  /** The plural for NotFound, AlreadyExists, Conflict and Forbidden; the kind for Invalid; as the server has it. */
  readonly kind?: string
  readonly uid?: string
  readonly causes?: readonly StatusCause[]
  readonly retryAfterSeconds?: number
}

/** The JSON that the server answers with. */
export interface Status {
  readonly kind: 'Status'
  readonly apiVersion: 'v1'
  readonly metadata: Readonly<Record<string, never>>
  readonly status: 'Failure'
  readonly message: string
  readonly reason?: StatusReason
  readonly details?: StatusDetails
  readonly code: number
}

/** A request that the API server refused, with the server's own wording as message. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  /** HTTP status code. */
  readonly code: number
  /** Absent where the server leaves it out. */
  readonly reason: StatusReason | undefined
  readonly details: StatusDetails | undefined

  constructor(code: number, reason: StatusReason | undefined, message: string, details?: StatusDetails) {
    super(message)
    this.code = code
    this.reason = reason
    this.details = details
  }

  toStatus(): Status {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: this.message,
      ...(this.reason === undefined ? {} : { reason: this.reason }),
      ...(this.details === undefined ? {} : { details: this.details }),
      code: this.code,
    }
  }
}

/** One complaint about a field, from which the server words a cause of an Invalid status. */
export interface FieldError {
  readonly type:
    'Required' | 'Invalid' | 'NotSupported' | 'Forbidden' | 'Duplicate' | 'NotFound' | 'TooLong' | 'TypeInvalid'
  /** Such as `spec.template.spec.containers[0].image`. */
  readonly field: string
  /** The whole complaint after the field, such as `Invalid value: -1: must be greater than or equal to 0`. */
  readonly message: string
}
