import type { PriorityClass } from 'kubernetes-types/scheduling/v1.d.ts'
import type { StorageClass } from 'kubernetes-types/storage/v1.d.ts'
import { labelText } from '../columns/column.ts'
import type { Describer } from './types.ts'

export const describePriorityClass: Describer<PriorityClass> = (
  report,
  { metadata, value, globalDefault, preemptionPolicy, description },
) => {
  report.add(0, `Name:\t${metadata.name}\nValue:\t${value}\nGlobalDefault:\t${globalDefault === true}\n`)
  report.add(
    0,
    `PreemptionPolicy:\t${preemptionPolicy ?? 'PreemptLowerPriority'}\nDescription:\t${description ?? ''}\n`,
  )
  report.add(0, `Annotations:\t${labelText(metadata.annotations)}\n`)
}

const DEFAULT_CLASS = 'storageclass.kubernetes.io/is-default-class'

export const describeStorageClass: Describer<StorageClass> = (report, storageClass) => {
  const { metadata, provisioner, parameters, allowVolumeExpansion, mountOptions = [] } = storageClass
  const { reclaimPolicy, volumeBindingMode } = storageClass
  const isDefault = metadata.annotations?.[DEFAULT_CLASS] === 'true'
  const expansion = allowVolumeExpansion === undefined ? '<unset>' : allowVolumeExpansion ? 'True' : 'False'
  report.add(0, `Name:\t${metadata.name}\nIsDefaultClass:\t${isDefault ? 'Yes' : 'No'}\n`)
  report.add(0, `Annotations:\t${labelText(metadata.annotations)}\nProvisioner:\t${provisioner}\n`)
  report.add(0, `Parameters:\t${labelText(parameters)}\nAllowVolumeExpansion:\t${expansion}\n`)
  report.add(0, mountOptions.length === 0 ? 'MountOptions:\t<none>\n' : 'MountOptions:\n')
  for (const option of mountOptions) report.add(1, `${option}\n`)
  if (reclaimPolicy !== undefined) report.add(0, `ReclaimPolicy:\t${reclaimPolicy}\n`)
  if (volumeBindingMode !== undefined) report.add(0, `VolumeBindingMode:\t${volumeBindingMode}\n`)
}
