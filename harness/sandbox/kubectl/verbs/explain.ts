import type { ResourceDefinition } from '../../api/types/resource.ts'
import type { FieldSchema, ObjectSchema } from '../../api/types/schema.ts'
import type { Command } from '../command.ts'
import { failure, KubectlError } from '../errors.ts'
import { fieldText, typeName, typeText } from '../explain/describe-field.ts'
import { enumValues } from '../explain/enum-values.ts'
import { wrap } from '../explain/wrap.ts'

export const explain: Command = {
  summary: 'Get documentation for a resource',
  usage: 'TYPE [--recursive=FALSE|TRUE] [--api-version=api-version-group]',
  flags: {
    'api-version': { type: 'string' },
    output: { type: 'string', initial: 'plaintext' },
    recursive: { type: 'bool' },
  },
  run: async (session) => {
    const { args } = session.flags
    const [path] = args
    if (path === undefined) {
      throw failure(
        'You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.',
      )
    }
    if (args.length > 1) throw failure('We accept only this format: explain RESOURCE')
    await session.request(() => undefined)
    const [typed = '', ...fields] = path.split('.')
    const definition = session.connect().registry.resolve(typed)
    if (definition === undefined) throw new KubectlError(`the server doesn't have a resource type "${typed}"`)
    session.out(page(definition, fields, session.flags.bool('recursive')))
  },
}

/** A field on the way, and the type that it belongs to. */
interface Place {
  readonly owner: string
  readonly name: string
  readonly field: FieldSchema
  readonly isRequired: boolean
}

const page = (definition: ResourceDefinition, names: readonly string[], isRecursive: boolean): string => {
  const { group, kind, version, schema } = definition
  const header = `${group === '' ? '' : `GROUP:      ${group}\n`}KIND:       ${kind}\nVERSION:    ${version}\n\n`
  if (schema === undefined) return `${header}DESCRIPTION:\n    <empty>\n`
  const place = names.reduce<Place | undefined>(
    (at, name) => step(at === undefined ? schema : objectOf(at.field), name),
    undefined,
  )
  const object = place === undefined ? schema : objectOf(place.field)
  const text = [
    place === undefined ? '' : fieldText(place.owner, place.name),
    object === undefined ? '' : typeText(object.name),
  ]
  return [
    header,
    place === undefined ? '' : fieldLines(place),
    `DESCRIPTION:\n${wrap(text.filter((part) => part !== '').join('\n') || '<empty>', WIDTH, INDENT)}${' '.repeat(INDENT)}\n`,
    object === undefined ? '' : `FIELDS:\n${fieldList(object, isRecursive ? 0 : undefined)}`,
    '\n',
  ].join('')
}

const WIDTH = 76
const INDENT = 4

/** @throws {KubectlError} when there is no such field */
const step = (schema: ObjectSchema | undefined, name: string): Place => {
  const field = schema?.fields[name]
  if (schema === undefined || field === undefined) throw failure(`field "${name}" does not exist`)
  return { owner: schema.name, name, field, isRequired: schema.required.includes(name) }
}

/** The object behind a field, through lists and maps. */
const objectOf = (field: FieldSchema): ObjectSchema | undefined => {
  switch (field.type) {
    case 'object':
      return field.schema
    case 'array':
      return objectOf(field.items)
    case 'map':
      return objectOf(field.values)
    case 'string':
    case 'number':
    case 'boolean':
    case 'quantity':
    case 'int-or-string':
    case 'time':
    case 'any':
      return undefined
  }
}

const fieldLines = ({ owner, name, field, isRequired }: Place): string => {
  const values = enumValues(owner, name)
  const list = values === undefined ? '' : `ENUM:\n${values.map(([value]) => `    ${value}\n`).join('')}`
  // References to types are followed by one more empty line.
  return `FIELD: ${name} <${typeName(field)}>${isRequired ? ' -required-' : ''}\n${list}\n${field.type === 'object' ? '\n' : ''}`
}

const fieldList = (schema: ObjectSchema, depth: number | undefined): string =>
  Object.keys(schema.fields)
    .toSorted()
    .map((name) => {
      const place = step(schema, name)
      const indent = ' '.repeat(2 + 2 * (depth ?? 0))
      const values = enumValues(schema.name, name)
      const first = `${indent}${name}\t<${typeName(place.field)}>${place.isRequired ? ' -required-' : ''}\n`
      const list = values === undefined ? '' : `${indent}enum: ${values.map(([value]) => value).join(', ')}\n`
      if (depth === undefined)
        return `${first}${list}${wrap(fieldText(schema.name, name) || '<no description>', WIDTH, INDENT)}\n`
      const object = objectOf(place.field)
      const isOpen = object !== undefined && depth < MAX_DEPTH
      return `${first}${list}${isOpen ? fieldList(object, depth + 1) : ''}`
    })
    .join('')

/** Some types hold themselves. */
const MAX_DEPTH = 12
