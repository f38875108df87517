import type { Namespace, NamespaceCondition } from 'kubernetes-types/core/v1.d.ts'
import { controllerIdentity } from '../identities.ts'
import { type Core, formatTime } from '../core.ts'
import { jsonEqual } from '../merge/json.ts'
import { resources } from '../resources.ts'
import type { ApiServer } from '../types/api-server.ts'
import type { DeepReadonly, KubeObject, Stored } from '../types/object.ts'
import type { ResourceDefinition } from '../types/resource.ts'
import { commitRemove } from '../write/commit.ts'

/** From the deletion of a namespace, or a change in a terminating one, to the next look at its content, milliseconds. */
const RETRY_MS = 100

/** Empties namespaces whose deletion was requested, tells in their conditions what is left, and lets them go when nothing is. */
export const startNamespaceTerminator = (core: Core, server: Pick<ApiServer, 'as'>): void => {
  const { store, simulation } = core
  const context = { user: controllerIdentity('namespace-controller') }
  const client = server.as(context)
  const planned = new Set<string>()

  const content = (namespace: string): readonly (readonly [ResourceDefinition, readonly KubeObject[]])[] =>
    core.registry
      .all()
      .filter((definition) => definition.namespaced && definition.source === undefined)
      .map((definition) => [definition, store.list(definition, namespace)] as const)
      .filter(([, objects]) => objects.length > 0)

  const work = (name: string): void => {
    planned.delete(name)
    const namespace = store.get(resources.namespaces, undefined, name) as Stored<Namespace> | undefined
    if (namespace?.metadata.deletionTimestamp === undefined) return
    for (const [definition, objects] of content(name)) {
      for (const { metadata } of objects) {
        if (metadata.deletionTimestamp !== undefined) continue
        client.delete({ resource: definition, namespace: name, name: metadata.name })
      }
    }
    const left = content(name)
    if (left.length === 0) end(name)
    else report(name, namespace, left)
  }

  const end = (name: string): void => {
    const definition = core.registry.find('', 'namespaces')
    const namespace = store.get(resources.namespaces, undefined, name) as Stored<Namespace> | undefined
    if (definition === undefined || namespace === undefined) return
    if ((namespace.metadata.finalizers ?? []).length > 0) return
    const { spec: _spec, ...rest } = namespace
    const emptied = { ...rest, spec: {} } as KubeObject
    commitRemove(core, context, definition, emptied, namespace, { verb: 'update', subresource: 'finalize' })
  }

  const report = (
    name: string,
    namespace: Stored<Namespace>,
    left: readonly (readonly [ResourceDefinition, readonly KubeObject[]])[],
  ): void => {
    const now = formatTime(simulation.nowMs())
    const old = namespace.status?.conditions ?? []
    const conditions = conditionsFor(left).map((condition) => {
      const before = old.find((other) => other.type === condition.type)
      const isSame = before?.status === condition.status
      return { ...condition, lastTransitionTime: isSame ? (before?.lastTransitionTime ?? now) : now }
    })
    if (jsonEqual(conditions, old)) return
    const ref = { resource: resources.namespaces, name }
    client.update(ref, { ...namespace, status: { ...namespace.status, conditions } }, 'status')
  }

  const plan = (name: string): void => {
    if (planned.has(name)) return
    planned.add(name)
    simulation.schedule(RETRY_MS, () => work(name))
  }

  store.observe(({ type, definition, object }) => {
    const { name, namespace, deletionTimestamp } = object.metadata
    const isNamespace = definition.group === '' && definition.plural === 'namespaces'
    if (isNamespace && type === 'MODIFIED' && deletionTimestamp !== undefined) plan(name)
    if (namespace === undefined) return
    const home = store.get(resources.namespaces, undefined, namespace)
    if (home?.metadata.deletionTimestamp !== undefined) plan(namespace)
  })
}

type Condition = Omit<DeepReadonly<NamespaceCondition>, 'lastTransitionTime'>

const conditionsFor = (
  left: readonly (readonly [ResourceDefinition, readonly KubeObject[]])[],
): readonly Condition[] => {
  const remaining = left.map(([definition, objects]) => {
    const resource = definition.group === '' ? `${definition.plural}.` : `${definition.plural}.${definition.group}`
    return `${resource} has ${objects.length} resource instances`
  })
  const counts = new Map<string, number>()
  for (const [, objects] of left) {
    for (const { metadata } of objects) {
      for (const finalizer of metadata.finalizers ?? []) counts.set(finalizer, (counts.get(finalizer) ?? 0) + 1)
    }
  }
  const held = [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([finalizer, count]) => `${finalizer} in ${count} resource instances`)
  return [
    condition(
      'NamespaceDeletionDiscoveryFailure',
      'False',
      'ResourcesDiscovered',
      'All resources successfully discovered',
    ),
    condition(
      'NamespaceDeletionGroupVersionParsingFailure',
      'False',
      'ParsedGroupVersions',
      'All legacy kube types successfully parsed',
    ),
    condition(
      'NamespaceDeletionContentFailure',
      'False',
      'ContentDeleted',
      'All content successfully deleted, may be waiting on finalization',
    ),
    condition(
      'NamespaceContentRemaining',
      'True',
      'SomeResourcesRemain',
      `Some resources are remaining: ${remaining.join(', ')}`,
    ),
    held.length === 0
      ? condition(
          'NamespaceFinalizersRemaining',
          'False',
          'ContentHasNoFinalizers',
          'All content-preserving finalizers finished',
        )
      : condition(
          'NamespaceFinalizersRemaining',
          'True',
          'SomeFinalizersRemain',
          `Some content in the namespace has finalizers remaining: ${held.join(', ')}`,
        ),
  ]
}

const condition = (type: string, status: string, reason: string, message: string): Condition => ({
  type,
  status,
  reason,
  message,
})
