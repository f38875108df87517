import { resources } from '../../api/resources.ts'
import type { Control } from '../base/control.ts'
import { controlClient } from '../base/control-client.ts'
import { keyOf, splitKey } from '../base/informer.ts'
import { createWorkQueue } from '../base/work-queue.ts'

const CLAIM_PROTECTION = 'kubernetes.io/pvc-protection'
const VOLUME_PROTECTION = 'kubernetes.io/pv-protection'

/** Lets a deleted claim go when no scheduled pod uses it any more, and a deleted volume when it is not bound. */
export const startVolumeProtection = ({ simulation, server, informers, rng }: Control): void => {
  const client = controlClient(
    server,
    'system:serviceaccount:kube-system:pvc-protection-controller',
    'kube-controller-manager',
  )
  const queue = createWorkQueue(
    { simulation, rng: rng.fork('volume-protection') },
    { latencyMs: [4, 20], reconcile: (key) => (key.startsWith('/') ? syncVolume(key) : syncClaim(key)) },
  )
  informers.persistentVolumeClaims.onChange(({ object }) => {
    if (object.metadata.deletionTimestamp !== undefined) queue.add(keyOf(object))
  })
  informers.persistentVolumes.onChange(({ object }) => {
    if (object.metadata.deletionTimestamp !== undefined) queue.add(keyOf(object))
  })
  informers.pods.onChange(({ type, object }) => {
    if (type !== 'DELETED') return
    for (const { persistentVolumeClaim } of object.spec?.volumes ?? []) {
      if (persistentVolumeClaim !== undefined)
        queue.add(`${object.metadata.namespace}/${persistentVolumeClaim.claimName}`)
    }
  })

  const syncClaim = (key: string): void => {
    const { namespace, name } = splitKey(key)
    const claim = informers.persistentVolumeClaims.get(namespace, name)
    const { deletionTimestamp, finalizers } = claim?.metadata ?? {}
    if (deletionTimestamp === undefined || finalizers?.includes(CLAIM_PROTECTION) !== true) return
    for (const { spec } of informers.pods.inNamespace(namespace)) {
      if (spec?.nodeName === undefined) continue
      if (spec.volumes?.some((volume) => volume.persistentVolumeClaim?.claimName === name) === true) return
    }
    const rest = finalizers.filter((finalizer) => finalizer !== CLAIM_PROTECTION)
    const body = { metadata: { finalizers: rest.length === 0 ? null : rest } }
    client.patch({ resource: resources.persistentVolumeClaims, namespace, name }, { type: 'merge', body })
  }

  const syncVolume = (key: string): void => {
    const { name } = splitKey(key)
    const volume = informers.persistentVolumes.get(undefined, name)
    const { deletionTimestamp, finalizers } = volume?.metadata ?? {}
    if (deletionTimestamp === undefined || finalizers?.includes(VOLUME_PROTECTION) !== true) return
    if (volume?.status?.phase === 'Bound') return
    const rest = finalizers.filter((finalizer) => finalizer !== VOLUME_PROTECTION)
    const body = { metadata: { finalizers: rest.length === 0 ? null : rest } }
    client.patch({ resource: resources.persistentVolumes, name }, { type: 'merge', body })
  }
}
