import { badRequest } from '../api/refuse.ts'
import type { DeleteOptions, Propagation } from '../api/types/request.ts'
import { decodeBody } from './read-body.ts'
import type { ApiRequest, ClientOptions } from './types.ts'

/** A whole number, not negative; `undefined` when it is not given. @throws {ApiError} 400 */
export const wholeNumber = ({ query }: ApiRequest, name: string): number | undefined => {
  const text = query.get(name)
  if (text === null || text === '') return undefined
  if (/^\d{1,15}$/.test(text)) return Number(text)
  throw badRequest(`strconv.ParseInt: parsing "${text}": invalid syntax`)
}

export const isTrue = ({ query }: ApiRequest, name: string): boolean => {
  const value = query.get(name)
  return value === 'true' || value === '1'
}

/** How a write is made. Without a word on it, unknown fields are warned of. @throws {ApiError} 400 */
export const writeOptions = (request: ApiRequest): ClientOptions => {
  const { query, agent } = request
  const validation = query.get('fieldValidation') ?? ''
  const manager = query.get('fieldManager') ?? ''
  return {
    ...dryRunOf(query.getAll('dryRun')),
    ...(manager === '' ? (agent === '' ? {} : { fieldManager: agent }) : { fieldManager: manager }),
    fieldValidation: validation === '' ? 'Warn' : validationOf(validation),
  }
}

const validationOf = (value: string): 'Strict' | 'Warn' | 'Ignore' => {
  if (value === 'Strict' || value === 'Warn' || value === 'Ignore') return value
  throw badRequest(`fieldValidation: Invalid value: "${value}": supported values: "Ignore", "Strict", "Warn"`)
}

const dryRunOf = (values: readonly unknown[]): { readonly dryRun?: true } => {
  if (values.length === 0) return {}
  if (values.every((value) => value === 'All')) return { dryRun: true }
  throw badRequest(`dryRun: Unsupported value: "${String(values[0])}": supported values: "All"`)
}

/** What a DELETE asks for, in its body or in its query. @throws {ApiError} 400 */
export const deleteRequest = (
  request: ApiRequest,
): { readonly options: DeleteOptions; readonly client: ClientOptions } => {
  const { body, contentType, query, agent } = request
  const sent = (body.length === 0 ? {} : decodeBody(body, contentType)) as SentDeleteOptions
  const grace = sent.gracePeriodSeconds ?? wholeNumber(request, 'gracePeriodSeconds')
  const policy = sent.propagationPolicy ?? query.get('propagationPolicy') ?? undefined
  const orphan =
    sent.orphanDependents ?? (query.has('orphanDependents') ? isTrue(request, 'orphanDependents') : undefined)
  const propagation = policy === undefined ? (orphan === true ? 'Orphan' : undefined) : propagationOf(policy)
  const { uid, resourceVersion } = sent.preconditions ?? {}
  return {
    options: {
      ...(typeof grace === 'number' ? { gracePeriodSeconds: grace } : {}),
      ...(propagation === undefined ? {} : { propagation }),
      preconditions: {
        ...(uid === undefined ? {} : { uid }),
        ...(resourceVersion === undefined ? {} : { resourceVersion }),
      },
    },
    client: { ...dryRunOf(sent.dryRun ?? query.getAll('dryRun')), ...(agent === '' ? {} : { fieldManager: agent }) },
  }
}

interface SentDeleteOptions {
  readonly gracePeriodSeconds?: number | null
  readonly propagationPolicy?: string
  readonly orphanDependents?: boolean
  readonly dryRun?: readonly string[]
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string }
}

const propagationOf = (value: string): Propagation => {
  if (value === 'Background' || value === 'Foreground' || value === 'Orphan') return value
  throw badRequest(
    `DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Unsupported value: "${value}": supported values: "Foreground", "Background", "Orphan", "nil"`,
  )
}
