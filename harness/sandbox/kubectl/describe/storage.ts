import type { PersistentVolume, PersistentVolumeClaim } from 'kubernetes-types/core/v1.d.ts'
import { resources } from '../../api/resources.ts'
import { ageSince } from '../format/age.ts'
import { accessModes } from '../columns/storage.ts'
import { writeAnnotations, writeLabels } from './labels.ts'
import type { Describer } from './types.ts'

export const describeClaim: Describer<PersistentVolumeClaim> = async (report, claim, { session, nowMs }) => {
  const { metadata, spec, status } = claim
  report.add(0, `Name:\t${metadata.name}\nNamespace:\t${metadata.namespace ?? ''}\n`)
  report.add(0, `StorageClass:\t${spec?.storageClassName ?? ''}\n`)
  const { deletionTimestamp } = metadata
  const phase =
    deletionTimestamp === undefined
      ? (status?.phase ?? '')
      : `Terminating (lasts ${ageSince(deletionTimestamp, nowMs)})`
  report.add(0, `Status:\t${phase}\nVolume:\t${spec?.volumeName ?? ''}\n`)
  writeLabels(report, 'Labels', metadata.labels)
  writeAnnotations(report, 'Annotations', metadata.annotations)
  report.add(0, `Finalizers:\t[${(metadata.finalizers ?? []).join(' ')}]\n`)
  const isBound = spec?.volumeName !== undefined
  report.add(0, `Capacity:\t${isBound ? String(status?.capacity?.['storage'] ?? '') : ''}\n`)
  report.add(0, `Access Modes:\t${isBound ? accessModes(status?.accessModes) : ''}\n`)
  report.add(0, `VolumeMode:\t${spec?.volumeMode ?? 'Filesystem'}\n`)
  const pods = await session.request((client) =>
    client.list({ resource: resources.pods, namespace: metadata.namespace }),
  )
  const users = pods.items
    .filter((pod) => pod.spec?.volumes?.some((volume) => volume.persistentVolumeClaim?.claimName === metadata.name))
    .map((pod) => pod.metadata.name)
  report.add(0, `Used By:\t${users.length === 0 ? '<none>' : users.join('\n\t')}\n`)
}

export const describeVolume: Describer<PersistentVolume> = (report, { metadata, spec, status }) => {
  report.add(0, `Name:\t${metadata.name}\n`)
  writeLabels(report, 'Labels', metadata.labels)
  writeAnnotations(report, 'Annotations', metadata.annotations)
  report.add(0, `Finalizers:\t[${(metadata.finalizers ?? []).join(' ')}]\n`)
  report.add(0, `StorageClass:\t${spec?.storageClassName ?? ''}\n`)
  report.add(0, `Status:\t${metadata.deletionTimestamp === undefined ? (status?.phase ?? '') : 'Terminating'}\n`)
  const { claimRef } = spec ?? {}
  report.add(0, `Claim:\t${claimRef === undefined ? '' : `${claimRef.namespace ?? ''}/${claimRef.name ?? ''}`}\n`)
  report.add(0, `Reclaim Policy:\t${spec?.persistentVolumeReclaimPolicy ?? ''}\n`)
  report.add(0, `Access Modes:\t${accessModes(spec?.accessModes)}\n`)
  report.add(0, `VolumeMode:\t${spec?.volumeMode ?? 'Filesystem'}\n`)
  report.add(0, `Capacity:\t${String(spec?.capacity?.['storage'] ?? '')}\n`)
  report.add(0, 'Node Affinity:\t<none>\n')
  report.add(0, `Message:\t${status?.message ?? ''}\nSource:\n`)
  if (spec?.hostPath === undefined) return
  report.add(2, 'Type:\tHostPath (bare host directory volume)\n')
  report.add(2, `Path:\t${spec.hostPath.path}\n`)
  report.add(2, `HostPathType:\t${spec.hostPath.type ?? ''}\n`)
}
