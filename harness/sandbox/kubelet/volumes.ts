import type { Informers } from '../controllers/base/informers.ts'
import type { StoredPod } from '../controllers/base/pods.ts'

/** What the kubelet says of the first ConfigMap or Secret volume that cannot be mounted. */
export const missingVolume = (informers: Informers, pod: StoredPod): string | undefined => {
  const namespace = pod.metadata.namespace ?? ''
  for (const { name, configMap, secret } of pod.spec?.volumes ?? []) {
    if (
      configMap !== undefined &&
      configMap.optional !== true &&
      informers.configMaps.get(namespace, configMap.name ?? '') === undefined
    ) {
      return `MountVolume.SetUp failed for volume "${name}" : configmap "${configMap.name}" not found`
    }
    if (
      secret !== undefined &&
      secret.optional !== true &&
      informers.secrets.get(namespace, secret.secretName ?? '') === undefined
    ) {
      return `MountVolume.SetUp failed for volume "${name}" : secret "${secret.secretName}" not found`
    }
  }
  return undefined
}
