import type { PersistentVolume, PersistentVolumeClaim } from 'kubernetes-types/core/v1.d.ts'
import { compareQuantities } from '../../api/quantity.ts'
import type { Stored } from '../../api/types/object.ts'
import { matchesSelector } from '../base/labels.ts'

/** The smallest free volume that satisfies a claim: one that was made for it first. */
export const findVolume = (
  volumes: Iterable<Stored<PersistentVolume>>,
  claim: Stored<PersistentVolumeClaim>,
): Stored<PersistentVolume> | undefined => {
  let best: Stored<PersistentVolume> | undefined
  for (const volume of volumes) {
    if (!satisfies(volume, claim)) continue
    if (volume.spec?.claimRef !== undefined) return volume
    if (best === undefined || compareQuantities(capacityOf(volume), capacityOf(best)) < 0) best = volume
  }
  return best
}

export const capacityOf = ({ spec }: Stored<PersistentVolume>): string => spec?.capacity?.['storage'] ?? '0'

/** Whether a volume's `claimRef` means this claim, and no earlier one of its name. */
export const isFor = ({ spec }: Stored<PersistentVolume>, { metadata }: Stored<PersistentVolumeClaim>): boolean => {
  const { claimRef } = spec ?? {}
  if (claimRef?.name !== metadata.name || claimRef.namespace !== metadata.namespace) return false
  return claimRef.uid === undefined || claimRef.uid === metadata.uid
}

const satisfies = (volume: Stored<PersistentVolume>, claim: Stored<PersistentVolumeClaim>): boolean => {
  const { metadata, spec, status } = volume
  const wanted = claim.spec
  if (metadata.deletionTimestamp !== undefined) return false
  if (wanted?.volumeName !== undefined && wanted.volumeName !== metadata.name) return false
  if (spec?.claimRef !== undefined ? !isFor(volume, claim) : status?.phase !== 'Available') return false
  if ((spec?.storageClassName ?? '') !== (wanted?.storageClassName ?? '')) return false
  if ((spec?.volumeMode ?? 'Filesystem') !== (wanted?.volumeMode ?? 'Filesystem')) return false
  if (!(wanted?.accessModes ?? []).every((mode) => (spec?.accessModes ?? []).includes(mode))) return false
  if (wanted?.selector !== undefined && !matchesSelector(metadata.labels, wanted.selector)) return false
  return compareQuantities(capacityOf(volume), wanted?.resources?.requests?.['storage'] ?? '0') >= 0
}
