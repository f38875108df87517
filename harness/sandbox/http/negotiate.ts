import { HttpError } from './status.ts'

/** The shape in which a client wants an answer. */
export interface Wanted {
  readonly format: 'json' | 'yaml'
  /** Tables for people, or metadata only. */
  readonly as: 'object' | 'table' | 'metadata'
}

/**
 * The first of the media types in `accept` that this server writes. It does not write protobuf: clients that ask for it ask for JSON
 * in the second place.
 * @throws {HttpError} 406 when there is none
 */
export const negotiate = (accept: string): Wanted => {
  for (const { type, parameters } of mediaTypes(accept)) {
    const format = FORMATS[type]
    if (format === undefined) continue
    const as = parameters.get('as')
    if (as === undefined) return { format, as: 'object' }
    if (parameters.get('g') !== 'meta.k8s.io' || parameters.get('v') !== 'v1') continue
    if (as === 'Table') return { format, as: 'table' }
    if (as === 'PartialObjectMetadata' || as === 'PartialObjectMetadataList') return { format, as: 'metadata' }
  }
  throw new HttpError(
    406,
    'NotAcceptable',
    'only the following media types are accepted: application/json, application/yaml',
  )
}

export interface MediaType {
  readonly type: string
  readonly parameters: ReadonlyMap<string, string>
}

/** The parts of an Accept header, in the client's order; no header accepts anything. */
export const mediaTypes = (accept: string): readonly MediaType[] =>
  (accept.trim() === '' ? '*/*' : accept).split(',').map((part) => {
    const [type = '', ...parameters] = part.split(';').map((word) => word.trim())
    return {
      type: type.toLowerCase(),
      parameters: new Map(
        parameters.map((parameter) => {
          const [key = '', value = ''] = parameter.split('=')
          return [key, value] as const
        }),
      ),
    }
  })

const FORMATS: Readonly<Record<string, Wanted['format'] | undefined>> = {
  'application/json': 'json',
  'application/*': 'json',
  '*/*': 'json',
  'application/yaml': 'yaml',
}
