import type { PersistentVolumeClaim } from 'kubernetes-types/core/v1.d.ts'
import type { StorageClass } from 'kubernetes-types/storage/v1.d.ts'
import { resources } from '../../api/resources.ts'
import type { Stored } from '../../api/types/object.ts'
import type { Control } from '../base/control.ts'
import { controlClient } from '../base/control-client.ts'
import { LOCAL_PATH, SELECTED_NODE } from './storage-class.ts'

/** Makes a volume on a node for a claim, as the local-path provisioner does. */
export const provisionLocalPath = (
  { server }: Pick<Control, 'server'>,
  claim: Stored<PersistentVolumeClaim>,
  storageClass: Stored<StorageClass>,
): void => {
  const client = controlClient(
    server,
    'system:serviceaccount:kube-system:local-path-provisioner-service-account',
    'local-path-provisioner',
  )
  const { name, namespace, uid } = claim.metadata
  const volume = `pvc-${uid}`
  if (client.find({ resource: resources.persistentVolumes, name: volume }) !== undefined) return
  const node = claim.metadata.annotations?.[SELECTED_NODE]
  const expression = { key: 'kubernetes.io/hostname', operator: 'In', values: [node ?? ''] }
  client.create(
    { resource: resources.persistentVolumes },
    {
      metadata: {
        name: volume,
        annotations: { 'pv.kubernetes.io/provisioned-by': LOCAL_PATH },
      },
      spec: {
        accessModes: claim.spec?.accessModes ?? ['ReadWriteOnce'],
        capacity: { storage: claim.spec?.resources?.requests?.['storage'] ?? '0' },
        claimRef: {
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          name,
          ...(namespace === undefined ? {} : { namespace }),
          uid,
        },
        hostPath: { path: `/opt/local-path-provisioner/${volume}_${namespace}_${name}`, type: 'DirectoryOrCreate' },
        ...(node === undefined
          ? {}
          : { nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [expression] }] } } }),
        persistentVolumeReclaimPolicy: storageClass.reclaimPolicy ?? 'Delete',
        storageClassName: storageClass.metadata.name,
        volumeMode: claim.spec?.volumeMode ?? 'Filesystem',
      },
    },
  )
}
