import { parse } from 'yaml'
import { badRequest } from './refuse.ts'
import { ApiError } from './types/api-error.ts'
import type { Patch, PatchType } from './types/request.ts'

/** A patch from the body of a request. @throws {ApiError} 415 for another type than one of a patch, 400 for a text that is none */
export const readPatch = (body: string, contentType: string): Pick<Patch, 'type' | 'body'> => {
  const type = PATCH_TYPES[mediaType(contentType)]
  if (type === undefined) {
    const known = Object.keys(PATCH_TYPES).join(', ')
    throw new ApiError(
      415,
      'UnsupportedMediaType',
      `the body of the request was in an unknown format - accepted media types include: ${known}`,
    )
  }
  return { type, body: type === 'apply' ? readYaml(body) : readJson(body) }
}

const PATCH_TYPES: Readonly<Record<string, PatchType | undefined>> = {
  'application/json-patch+json': 'json',
  'application/merge-patch+json': 'merge',
  'application/strategic-merge-patch+json': 'strategic',
  'application/apply-patch+yaml': 'apply',
}

export const mediaType = (contentType: string): string => (contentType.split(';')[0] ?? '').trim().toLowerCase()

/** @throws {ApiError} 400 */
export const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw badRequest(`couldn't get version/kind; json parse error: ${messageOf(error)}`)
  }
}

/**
 * JSON is YAML, and mostly what comes. Aliases are bounded by the parser: 100 uses of large ones are refused.
 * @throws {ApiError} 400
 */
export const readYaml = (text: string): unknown => {
  try {
    return text.trimStart().startsWith('{') ? JSON.parse(text) : parse(text, { maxAliasCount: 100 })
  } catch (error) {
    throw badRequest(`error decoding YAML: ${messageOf(error)}`)
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
