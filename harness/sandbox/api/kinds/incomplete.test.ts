import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import { expect, it } from 'vitest'
import { systemIdentity } from '../identities.ts'
import { aCluster, refusalOf } from '../testing.ts'
import { ApiError } from '../types/api-error.ts'
import type { Resource } from '../types/resource.ts'
import { resources } from '../resources.ts'

type Json = Readonly<Record<string, unknown>>

const APPS = join(import.meta.dirname, '../../../../tasks/apps')

/** What the apps are made of. */
const manifests = (): Json[] =>
  readdirSync(APPS)
    .filter((name) => name.endsWith('.yaml'))
    .flatMap((name) => parseAllDocuments(readFileSync(join(APPS, name), 'utf8').replaceAll('__RELEASE__', '1')))
    .map((document) => document.toJS() as Json)

const pathsIn = (value: unknown, path: readonly string[] = []): (readonly string[])[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, part]) => [[...path, key], ...pathsIn(part, [...path, key])])
    : []

const withPart = (value: unknown, [key = '', ...rest]: readonly string[], part: unknown): unknown => {
  const put = (before: unknown): unknown => (rest.length === 0 ? part : withPart(before, rest, part))
  if (Array.isArray(value)) return value.map((item: unknown, index) => (String(index) === key ? put(item) : item))
  const { [key]: before, ...others } = value as Json
  const changed = put(before)
  return changed === undefined ? others : { ...others, [key]: changed }
}

it('a manifest of which a part is missing, or something else, is refused in the server’s words or stored', () => {
  const { as, server } = aCluster()
  const client = as({ user: systemIdentity('admin'), dryRun: true })
  const shapes = new Set<string>()
  const outcomes = { stored: 0, refused: 0 }
  for (const manifest of manifests()) {
    const definition = server.registry.findKind(String(manifest['apiVersion']), String(manifest['kind']))!
    const ref = { resource: definition, ...(definition.namespaced ? { namespace: 'shop' } : {}) }
    for (const path of pathsIn(manifest)) {
      const shape = `${definition.kind} ${path.map((key) => (/^\d+$/.test(key) ? '#' : key)).join('.')}`
      if (shapes.has(shape)) continue
      shapes.add(shape)
      for (const part of [undefined, null, {}, [], [null], '', 0, -1, 'text', true]) {
        try {
          client.create(ref, withPart(manifest, path, part) as never)
          outcomes.stored += 1
        } catch (error) {
          if (!(error instanceof ApiError)) throw new Error(`${shape} = ${JSON.stringify(part)}`, { cause: error })
          outcomes.refused += 1
        }
      }
    }
  }
  expect(outcomes.stored).toBeGreaterThan(100)
  expect(outcomes.refused).toBeGreaterThan(100)
})

it.each([
  ['Job', resources.jobs, {}, 'spec.template.spec.containers: Required value'],
  ['CronJob', resources.cronJobs, { schedule: '@daily', jobTemplate: { spec: {} } }, 'spec.containers: Required value'],
  ['pod', resources.pods, { containers: [null] }, 'spec.containers[0].name: Required value'],
])('a %s that runs nothing is refused', (_, resource, spec, message) => {
  const { admin } = aCluster()
  const create = () =>
    admin.create({ resource: resource as Resource, namespace: 'shop' }, { metadata: { name: 'x' }, spec })
  expect(refusalOf(create).message).toContain(message)
})

it('a binding without its role is refused', () => {
  const { admin } = aCluster()
  const ref = { resource: resources.roleBindings, namespace: 'shop', name: 'x' }
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' }
  admin.create(ref, { metadata: { name: 'x' }, roleRef })
  const { message } = refusalOf(() => admin.patch(ref, { type: 'merge', body: { roleRef: null } }))
  expect(message).toContain('roleRef.name: Required value')
  expect(message).toContain('cannot change roleRef')
})
