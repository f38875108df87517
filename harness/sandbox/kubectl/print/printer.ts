import type { AnyObject } from '../../api/types/object.ts'
import type { ResourceDefinition } from '../../api/types/resource.ts'
import { failure } from '../errors.ts'
import type { Flags } from '../flags/types.ts'
import { printJsonPath, printJsonPathAsJson } from '../jsonpath/print-template.ts'
import { printGoTemplate } from './go-template.ts'
import { toJson } from '../format/json.ts'
import { toYaml } from '../format/yaml.ts'

const FORMATS =
  'custom-columns,custom-columns-file,go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,name,template,templatefile,wide,yaml'

/** What `-o` asks for. */
export type Output =
  | { readonly format: 'table'; readonly wide: boolean }
  | { readonly format: 'name' }
  | { readonly format: 'custom-columns'; readonly specification: string }
  /** Anything that prints one object at a time. */
  | { readonly format: 'object'; readonly print: (object: unknown) => string }

/** Reads `-o`. @param readFile for the formats that take a file @throws {KubectlError} */
export const outputOf = async (flags: Flags, readFile: (path: string) => Promise<string>): Promise<Output> => {
  const given = flags.text('output')
  const [format, rest] = splitOnce(given)
  const argument = rest ?? flags.text('template')
  const managed = flags.bool('show-managed-fields')
  const clean = (object: unknown): unknown => (managed ? object : withoutManagedFields(object))
  switch (format) {
    case '':
    case 'wide':
      return { format: 'table', wide: format === 'wide' }
    case 'name':
      return { format: 'name' }
    case 'json':
      return { format: 'object', print: (object) => `${toJson(clean(object), 4)}\n` }
    case 'yaml':
      return { format: 'object', print: (object) => toYaml(clean(object)) }
    case 'jsonpath':
      if (argument === '') throw failure('template format specified but no template given')
      return { format: 'object', print: (object) => printJsonPath(argument, object) }
    case 'jsonpath-as-json':
      if (argument === '') throw failure('template format specified but no template given')
      return { format: 'object', print: (object) => printJsonPathAsJson(argument, object) }
    case 'jsonpath-file': {
      const template = await readFile(argument)
      return { format: 'object', print: (object) => printJsonPath(template, object) }
    }
    case 'go-template':
    case 'template':
      if (argument === '') throw failure('template format specified but no template given')
      return { format: 'object', print: (object) => printGoTemplate(argument, object) }
    case 'custom-columns':
      return { format: 'custom-columns', specification: argument }
    case 'custom-columns-file':
      return { format: 'custom-columns', specification: columnsFromFile(await readFile(argument)) }
    default:
      throw failure(
        `unable to match a printer suitable for the output format "${format}", allowed formats are: ${FORMATS}`,
      )
  }
}

/** Several objects as the List that kubectl prints. */
export const listOf = (items: readonly AnyObject[]): object => ({
  apiVersion: 'v1',
  items,
  kind: 'List',
  metadata: { resourceVersion: '' },
})

/** `pod/web` or `deployment.apps/web`. */
export const objectName = ({ group, singular }: ResourceDefinition, name: string): string =>
  `${group === '' ? singular : `${singular}.${group}`}/${name}`

const splitOnce = (text: string): readonly [string, string | undefined] => {
  const at = text.indexOf('=')
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)]
}

const columnsFromFile = (text: string): string => {
  const [headers = '', paths = ''] = text.split('\n')
  const words = paths.trim().split(/\s+/)
  return headers
    .trim()
    .split(/\s+/)
    .map((header, index) => `${header}:${words[index] ?? ''}`)
    .join(',')
}

/** An object, or a list of objects, without the record of who owns what. */
export const withoutManagedFields = (object: unknown): unknown => {
  if (typeof object !== 'object' || object === null) return object
  const { items, metadata } = object as { readonly items?: unknown; readonly metadata?: object }
  if (Array.isArray(items)) return { ...object, items: items.map(withoutManagedFields) }
  if (metadata === undefined) return object
  const { managedFields: _, ...rest } = metadata as { readonly managedFields?: unknown }
  return { ...object, metadata: rest }
}
