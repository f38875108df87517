import { controllerIdentity } from '../identities.ts'
import { resources } from '../resources.ts'
import type { Store } from '../store/store.ts'
import type { ApiServer } from '../types/api-server.ts'

/** Puts the default ServiceAccount and the cluster's root certificate into every namespace, and back when somebody deletes them. */
export const startNamespaceContent = (dependencies: {
  readonly store: Store
  readonly server: Pick<ApiServer, 'as'>
  readonly schedule: (delayMs: number, event: () => void) => unknown
}): void => {
  const { store, server, schedule } = dependencies
  const accounts = server.as({ user: controllerIdentity('service-account-controller') })
  const certificates = server.as({ user: controllerIdentity('root-ca-cert-publisher') })

  const isActive = (namespace: string): boolean => {
    const home = store.get(resources.namespaces, undefined, namespace)
    return home !== undefined && home.metadata.deletionTimestamp === undefined
  }

  const addAccount = (namespace: string): void => {
    if (!isActive(namespace) || store.get(resources.serviceAccounts, namespace, 'default') !== undefined) return
    accounts.create({ resource: resources.serviceAccounts, namespace }, { metadata: { name: 'default' } })
  }

  const addCertificate = (namespace: string): void => {
    if (!isActive(namespace) || store.get(resources.configMaps, namespace, CERTIFICATE) !== undefined) return
    certificates.create(
      { resource: resources.configMaps, namespace },
      {
        metadata: { name: CERTIFICATE, annotations: { 'kubernetes.io/description': DESCRIPTION } },
        data: { 'ca.crt': ROOT },
      },
    )
  }

  store.observe(({ type, definition, object }) => {
    const { name, namespace = '' } = object.metadata
    if (type === 'ADDED' && definition.group === '' && definition.plural === 'namespaces') {
      addAccount(name)
      addCertificate(name)
    }
    if (type !== 'DELETED' || definition.group !== '') return
    if (definition.plural === 'serviceaccounts' && name === 'default') schedule(0, () => addAccount(namespace))
    if (definition.plural === 'configmaps' && name === CERTIFICATE) schedule(0, () => addCertificate(namespace))
  })
}

const CERTIFICATE = 'kube-root-ca.crt'
const DESCRIPTION =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.'
const ROOT = '-----BEGIN CERTIFICATE-----\nc2ltdWxhdGVkIGNsdXN0ZXI=\n-----END CERTIFICATE-----\n'
