import type {
  CustomResourceDefinition,
  CustomResourceDefinitionCondition,
} from 'kubernetes-types/apiextensions/v1.d.ts'
import { type Core, formatTime } from '../core.ts'
import { customDefinition } from '../custom/custom-definition.ts'
import { controllerIdentity } from '../identities.ts'
import { CLEANUP_FINALIZER } from '../kinds/custom-resource-definition.ts'
import { jsonEqual } from '../merge/json.ts'
import { resources } from '../resources.ts'
import type { ApiServer } from '../types/api-server.ts'
import type { DeepReadonly, Stored } from '../types/object.ts'

/**
 * Serves the kinds of CustomResourceDefinition objects. Deleting one first deletes the objects of its kind. A kind that was registered
 * in code keeps its row: its definition object is there to be seen.
 */
export const startCustomKinds = (core: Core, server: Pick<ApiServer, 'as'>): void => {
  const { store, registry, simulation } = core
  const client = server.as({ user: controllerIdentity('apiextensions-apiserver') })
  const installed = new Set<string>()

  const find = (name: string): Stored<CustomResourceDefinition> | undefined =>
    store.get(resources.customResourceDefinitions, undefined, name) as Stored<CustomResourceDefinition> | undefined

  const install = (crd: Stored<CustomResourceDefinition>): void => {
    const { name } = crd.metadata
    const definition = customDefinition(core.schemas, crd)
    const isTaken = registry.find(crd.spec.group, crd.spec.names.plural) !== undefined && !installed.has(name)
    if (definition === undefined || isTaken) return
    registry.register(definition)
    installed.add(name)
  }

  const establish = (name: string): void => {
    const crd = find(name)
    if (crd === undefined || crd.metadata.deletionTimestamp !== undefined) return
    const now = formatTime(simulation.nowMs())
    const conditions = CONDITIONS.map((condition) => ({ ...condition, lastTransitionTime: now }))
    const storedVersions = crd.spec.versions.filter(({ storage }) => storage).map((version) => version.name)
    const status = {
      acceptedNames: crd.spec.names,
      conditions: crd.status?.conditions ?? conditions,
      storedVersions: [...new Set([...(crd.status?.storedVersions ?? []), ...storedVersions])],
    }
    if (!jsonEqual(status, crd.status)) {
      client.update({ resource: resources.customResourceDefinitions, name }, { ...crd, status }, 'status')
    }
  }

  const cleanUp = (name: string): void => {
    const crd = find(name)
    if (crd?.metadata.deletionTimestamp === undefined) return
    const definition = registry.find(crd.spec.group, crd.spec.names.plural)
    if (definition !== undefined) {
      for (const { metadata } of store.list(definition)) {
        if (metadata.deletionTimestamp !== undefined) continue
        client.delete({ resource: definition, namespace: metadata.namespace, name: metadata.name })
      }
      if (store.list(definition).length > 0) return
      registry.unregister(definition)
      installed.delete(name)
    }
    const finalizers = (crd.metadata.finalizers ?? []).filter((finalizer) => finalizer !== CLEANUP_FINALIZER)
    client.update(
      { resource: resources.customResourceDefinitions, name },
      { ...crd, metadata: { ...crd.metadata, finalizers } },
    )
  }

  for (const crd of store.list(resources.customResourceDefinitions)) install(crd as Stored<CustomResourceDefinition>)
  store.observe(({ type, definition, object }) => {
    const { name, deletionTimestamp } = object.metadata
    if (definition.custom && type === 'DELETED') {
      const owner = `${definition.plural}.${definition.group}`
      if (find(owner)?.metadata.deletionTimestamp !== undefined) simulation.schedule(0, () => cleanUp(owner))
      return
    }
    if (definition.plural !== 'customresourcedefinitions' || definition.group !== 'apiextensions.k8s.io') return
    if (type === 'DELETED') return
    if (deletionTimestamp !== undefined) {
      simulation.schedule(0, () => cleanUp(name))
      return
    }
    install(object as Stored<CustomResourceDefinition>)
    simulation.schedule(0, () => establish(name))
  })
}

type Condition = Omit<DeepReadonly<CustomResourceDefinitionCondition>, 'lastTransitionTime'>

const CONDITIONS: readonly Condition[] = [
  { type: 'NamesAccepted', status: 'True', reason: 'NoConflicts', message: 'no conflicts found' },
  {
    type: 'Established',
    status: 'True',
    reason: 'InitialNamesAccepted',
    message: 'the initial names have been accepted',
  },
]
