import type { PersistentVolume, PersistentVolumeClaim } from 'kubernetes-types/core/v1.d.ts'
import type { StorageClass } from 'kubernetes-types/storage/v1.d.ts'
import { ageColumn, column, nameColumn, wideColumn } from './column.ts'
import type { Column } from './types.ts'

const SHORT_MODES: Readonly<Record<string, string>> = {
  ReadWriteOnce: 'RWO',
  ReadOnlyMany: 'ROX',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
}

/** Access modes in short: `RWO,ROX`. */
export const accessModes = (modes: readonly string[] | undefined): string =>
  (modes ?? []).map((mode) => SHORT_MODES[mode] ?? mode).join(',')

export const volumeColumns: readonly Column[] = [
  nameColumn,
  column<PersistentVolume>('CAPACITY', ({ spec }) => String(spec?.capacity?.['storage'] ?? '')),
  column<PersistentVolume>('ACCESS MODES', ({ spec }) => accessModes(spec?.accessModes)),
  column<PersistentVolume>('RECLAIM POLICY', ({ spec }) => spec?.persistentVolumeReclaimPolicy ?? ''),
  column<PersistentVolume>('STATUS', ({ metadata, status }) =>
    metadata.deletionTimestamp === undefined ? (status?.phase ?? '') : 'Terminating',
  ),
  column<PersistentVolume>('CLAIM', ({ spec }) =>
    spec?.claimRef === undefined ? '' : `${spec.claimRef.namespace ?? ''}/${spec.claimRef.name ?? ''}`,
  ),
  column<PersistentVolume>('STORAGECLASS', ({ spec }) => spec?.storageClassName ?? ''),
  column('VOLUMEATTRIBUTESCLASS', () => '<unset>'),
  column<PersistentVolume>('REASON', ({ status }) => status?.reason ?? ''),
  ageColumn,
  wideColumn<PersistentVolume>('VOLUMEMODE', ({ spec }) => spec?.volumeMode ?? '<unset>'),
]

export const claimColumns: readonly Column[] = [
  nameColumn,
  column<PersistentVolumeClaim>('STATUS', ({ metadata, status }) =>
    metadata.deletionTimestamp === undefined ? (status?.phase ?? '') : 'Terminating',
  ),
  column<PersistentVolumeClaim>('VOLUME', ({ spec }) => spec?.volumeName ?? ''),
  column<PersistentVolumeClaim>('CAPACITY', ({ spec, status }) =>
    spec?.volumeName === undefined ? '' : String(status?.capacity?.['storage'] ?? ''),
  ),
  column<PersistentVolumeClaim>('ACCESS MODES', ({ spec, status }) =>
    spec?.volumeName === undefined ? '' : accessModes(status?.accessModes),
  ),
  column<PersistentVolumeClaim>('STORAGECLASS', ({ spec }) => spec?.storageClassName ?? ''),
  column('VOLUMEATTRIBUTESCLASS', () => '<unset>'),
  ageColumn,
  wideColumn<PersistentVolumeClaim>('VOLUMEMODE', ({ spec }) => spec?.volumeMode ?? '<unset>'),
]

export const storageClassColumns: readonly Column[] = [
  {
    name: 'NAME',
    cell: ({ metadata }) =>
      metadata.annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true'
        ? `${metadata.name} (default)`
        : metadata.name,
  },
  column<StorageClass>('PROVISIONER', ({ provisioner }) => provisioner),
  column<StorageClass>('RECLAIMPOLICY', ({ reclaimPolicy }) => reclaimPolicy ?? 'Delete'),
  column<StorageClass>('VOLUMEBINDINGMODE', ({ volumeBindingMode }) => volumeBindingMode ?? 'Immediate'),
  column<StorageClass>('ALLOWVOLUMEEXPANSION', ({ allowVolumeExpansion }) => String(allowVolumeExpansion ?? false)),
  ageColumn,
]
