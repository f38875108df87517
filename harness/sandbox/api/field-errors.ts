import type { FieldError } from './types/api-error.ts'

/** The server's wordings of complaints about a field. Values are printed as Go prints them: strings quoted, the rest as JSON. */
export const required = (field: string, detail = ''): FieldError => ({
  type: 'Required',
  field,
  message: detail === '' ? 'Required value' : `Required value: ${detail}`,
})

export const invalidValue = (field: string, value: unknown, detail: string): FieldError => ({
  type: 'Invalid',
  field,
  message: `Invalid value: ${typeof value === 'object' ? String(JSON.stringify(value)) : printed(value)}: ${detail}`,
})

/** For values that the server prints in a notation of Go's. */
export const invalidPrinted = (field: string, value: string, detail: string): FieldError => ({
  type: 'Invalid',
  field,
  message: `Invalid value: ${value}: ${detail}`,
})

export const notSupported = (field: string, value: string, supported: readonly string[]): FieldError => ({
  type: 'NotSupported',
  field,
  message: `Unsupported value: ${printed(value)}: supported values: ${supported.map(printed).join(', ')}`,
})

export const duplicate = (field: string, value: unknown): FieldError => ({
  type: 'Duplicate',
  field,
  message: `Duplicate value: ${typeof value === 'object' ? JSON.stringify(value) : printed(value)}`,
})

export const forbiddenField = (field: string, detail: string): FieldError => ({
  type: 'Forbidden',
  field,
  message: `Forbidden: ${detail}`,
})

export const notFoundValue = (field: string, value: string): FieldError => ({
  type: 'NotFound',
  field,
  message: `Not found: ${printed(value)}`,
})

const printed = (value: unknown): string => (typeof value === 'string' ? JSON.stringify(value) : String(value))
