import type { Pod } from 'kubernetes-types/core/v1.d.ts'
import { randomSuffix } from '../names.ts'
import { podSpecDefaults } from '../kinds/pod-defaults.ts'
import { type Fields, withDefaults, withItems } from '../kinds/with-defaults.ts'
import { forbidden } from '../refuse.ts'
import { resources } from '../resources.ts'
import type { AdmissionPlugin } from '../types/admission.ts'
import type { KubeObject, Stored } from '../types/object.ts'

/** Gives every pod a ServiceAccount, and its containers the account's token. */
export const podIdentity: AdmissionPlugin = {
  name: 'ServiceAccount',
  mutate: ({ definition, operation, context }, object) => {
    if (operation !== 'create' || definition.plural !== 'pods' || definition.group !== '') return object
    const spec = ((object as Stored<Pod>).spec ?? {}) as Fields & { readonly serviceAccountName?: string }
    const account = spec.serviceAccountName ?? 'default'
    const { namespace = '', name } = object.metadata
    const accounts = context.objects<unknown>(resources.serviceAccounts, namespace)
    if (!accounts.some((other) => other.metadata.name === account)) {
      throw forbidden(
        definition,
        name,
        `error looking up service account ${namespace}/${account}: serviceaccount "${account}" not found`,
      )
    }
    const named = { ...spec, serviceAccountName: account, serviceAccount: account }
    return { ...object, spec: withToken(named, context.draw) } as KubeObject
  },
}

const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount'

const withToken = (spec: Fields, draw: (min: number, max: number) => number): Fields => {
  if (spec['automountServiceAccountToken'] === false) return spec
  const name = `kube-api-access-${randomSuffix(5, draw)}`
  const mount = { mountPath: TOKEN_PATH, name, readOnly: true }
  const withMount = (container: Fields): Fields => {
    const mounts = (container['volumeMounts'] ?? []) as readonly Fields[]
    if (mounts.some((other) => other['mountPath'] === TOKEN_PATH)) return container
    return { ...container, volumeMounts: [...mounts, mount] }
  }
  const mounted = withItems(withItems(spec, 'containers', withMount), 'initContainers', withMount)
  if (mounted === spec) return spec
  const volumes = (spec['volumes'] ?? []) as readonly Fields[]
  return podSpecDefaults({ ...mounted, volumes: [...volumes, tokenVolume(name)] })
}

/** The token lives an hour and seven seconds, so that it can be told apart from one that somebody asked for. */
const tokenVolume = (name: string): Fields =>
  withDefaults(
    { name },
    {
      projected: {
        sources: [
          { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
          { configMap: { items: [{ key: 'ca.crt', path: 'ca.crt' }], name: 'kube-root-ca.crt' } },
          {
            downwardAPI: {
              items: [{ fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' }, path: 'namespace' }],
            },
          },
        ],
      },
    },
  )
