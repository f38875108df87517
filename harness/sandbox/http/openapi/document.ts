import { apiVersionOf } from '../../api/registry.ts'
import type { ResourceDefinition } from '../../api/types/resource.ts'
import type { ObjectSchema } from '../../api/types/schema.ts'
import { objectSchema } from './field-schema.ts'
import { componentName, VALUE_TYPES } from './type-names.ts'

/** The OpenAPI v3 document of one API version, from the schemas that the server reads objects with. */
export const openApiDocument = (definitions: readonly ResourceDefinition[], groupVersion: string): object => {
  const rows = definitions.filter((definition) => apiVersionOf(definition) === groupVersion)
  const kinds = new Map(rows.map((row) => [componentOf(row), row]))
  const schemas: Record<string, object> = { ...VALUE_TYPES }
  const waiting: ObjectSchema[] = []
  const done = new Set<string>()
  const refer = (schema: ObjectSchema): void => {
    if (done.has(schema.name)) return
    done.add(schema.name)
    waiting.push(schema)
  }
  for (const [name, row] of kinds) {
    if (row.schema !== undefined && !row.custom) done.add(row.schema.name)
    schemas[name] = {
      ...(row.schema === undefined ? { type: 'object' } : objectSchema(row.schema, refer, row.custom)),
      'x-kubernetes-group-version-kind': [gvk(row)],
    }
  }
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
    schemas[componentName(next.name)] = objectSchema(next, refer, false)
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'v1' },
    paths: Object.fromEntries(rows.flatMap((row) => pathsOf(row, groupVersion))),
    components: { schemas },
  }
}

const gvk = ({ group, version, kind }: ResourceDefinition): object => ({ group, version, kind })

const componentOf = (row: ResourceDefinition): string =>
  row.schema === undefined || row.custom
    ? `${row.group.split('.').toReversed().join('.')}.${row.version}.${row.kind}`.replace(/^\./, 'io.k8s.api.core.')
    : componentName(row.schema.name)

/** Paths of a kind: what may be sent where, as far as clients ask for it before they send something. */
const pathsOf = (row: ResourceDefinition, groupVersion: string): readonly (readonly [string, object])[] => {
  const root = `${row.group === '' ? '/api' : '/apis'}/${groupVersion}`
  const collection = `${root}${row.namespaced ? '/namespaces/{namespace}' : ''}/${row.plural}`
  const body = { $ref: `#/components/schemas/${componentOf(row)}` }
  const operation = (action: string, types: readonly string[], parameters: readonly string[]): object => ({
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': gvk(row),
    ...(parameters.length === 0 ? {} : { parameters: parameters.map(parameter) }),
    ...(types.length === 0
      ? {}
      : { requestBody: { content: Object.fromEntries(types.map((type) => [type, { schema: body }])) } }),
    responses: { 200: { description: 'OK', content: { 'application/json': { schema: body } } } },
  })
  const has = (verb: ResourceDefinition['verbs'][number]): boolean => row.verbs.includes(verb)
  return [
    [
      collection,
      {
        ...(has('list') ? { get: operation('list', [], []) } : {}),
        ...(has('create') ? { post: operation('post', ['*/*'], WRITE) } : {}),
        ...(has('deletecollection') ? { delete: operation('deletecollection', [], ['dryRun']) } : {}),
      },
    ],
    [
      `${collection}/{name}`,
      {
        ...(has('get') ? { get: operation('get', [], []) } : {}),
        ...(has('update') ? { put: operation('put', ['*/*'], WRITE) } : {}),
        ...(has('patch') ? { patch: operation('patch', PATCHES, [...WRITE, 'force']) } : {}),
        ...(has('delete') ? { delete: operation('delete', [], ['dryRun']) } : {}),
      },
    ],
  ]
}

const WRITE = ['dryRun', 'fieldManager', 'fieldValidation']

const PATCHES = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
  'application/apply-patch+yaml',
]

const parameter = (name: string): object => ({
  name,
  in: 'query',
  schema: { type: name === 'force' ? 'boolean' : 'string', uniqueItems: true },
})
