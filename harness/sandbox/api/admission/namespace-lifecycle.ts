import { forbidden, notFound } from '../refuse.ts'
import { resources } from '../resources.ts'
import type { AdmissionPlugin } from '../types/admission.ts'

/** New objects need a namespace that exists and is not on its way out; some namespaces cannot be deleted. */
export const namespaceLifecycle: AdmissionPlugin = {
  name: 'NamespaceLifecycle',
  mutate: (request, object) => {
    const { definition, operation, context } = request
    if (operation !== 'create' || !definition.namespaced) return object
    const { namespace = '', name } = object.metadata
    const home = context.objects(resources.namespaces).find((other) => other.metadata.name === namespace)
    if (home === undefined) throw notFound({ group: '', plural: 'namespaces' }, namespace)
    if (home.metadata.deletionTimestamp !== undefined) {
      const why = `unable to create new content in namespace ${namespace} because it is being terminated`
      const message = `namespace ${namespace} is being terminated`
      throw forbidden(definition, name, why, [{ reason: 'NamespaceTerminating', message, field: 'metadata.namespace' }])
    }
    return object
  },
  validate: ({ definition, operation }, object) => {
    const { name } = object.metadata
    if (operation !== 'delete' || definition.plural !== 'namespaces' || definition.group !== '') return
    if (IMMORTAL.includes(name)) throw forbidden(definition, name, 'this namespace may not be deleted')
  },
}

const IMMORTAL = ['default', 'kube-public', 'kube-system']
