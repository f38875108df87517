import type { Volume, VolumeProjection } from 'kubernetes-types/core/v1.d.ts'
import type { DeepReadonly } from '../../api/types/object.ts'
import type { Report } from './report-writer.ts'

/** The block `Volumes:`. */
export const writeVolumes = (
  report: Report,
  volumes: readonly DeepReadonly<Volume>[] | undefined,
  isTemplate: boolean,
): void => {
  const space = isTemplate ? '  ' : ''
  if (volumes === undefined || volumes.length === 0) {
    report.add(0, `${space}Volumes:\t<none>\n`)
    return
  }
  report.add(0, `${space}Volumes:\n`)
  for (const volume of volumes) {
    report.add(1, `${isTemplate ? ' ' : ''}${volume.name}:\n`)
    for (const line of sourceLines(volume)) report.add(2, `${line}\n`)
  }
}

const sourceLines = (volume: DeepReadonly<Volume>): readonly string[] => {
  const { configMap, secret, emptyDir, hostPath, persistentVolumeClaim, projected, downwardAPI } = volume
  if (hostPath !== undefined) {
    return [
      'Type:\tHostPath (bare host directory volume)',
      `Path:\t${hostPath.path}`,
      `HostPathType:\t${hostPath.type ?? ''}`,
    ]
  }
  if (emptyDir !== undefined) {
    return [
      "Type:\tEmptyDir (a temporary directory that shares a pod's lifetime)",
      `Medium:\t${emptyDir.medium ?? ''}`,
      `SizeLimit:\t${String(emptyDir.sizeLimit ?? '<unset>')}`,
    ]
  }
  if (secret !== undefined) {
    return [
      'Type:\tSecret (a volume populated by a Secret)',
      `SecretName:\t${secret.secretName ?? ''}`,
      `Optional:\t${secret.optional === true}`,
    ]
  }
  if (configMap !== undefined) {
    return [
      'Type:\tConfigMap (a volume populated by a ConfigMap)',
      `Name:\t${configMap.name ?? ''}`,
      `Optional:\t${configMap.optional === true}`,
    ]
  }
  if (persistentVolumeClaim !== undefined) {
    return [
      'Type:\tPersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)',
      `ClaimName:\t${persistentVolumeClaim.claimName}`,
      `ReadOnly:\t${persistentVolumeClaim.readOnly === true}`,
    ]
  }
  if (downwardAPI !== undefined) {
    const items = (downwardAPI.items ?? []).map(({ fieldRef, path }) => `  ${fieldRef?.fieldPath ?? ''} -> ${path}`)
    return ['Type:\tDownwardAPI (a volume populated by information about the pod)', 'Items:', ...items]
  }
  if (projected === undefined) return ['<unknown>']
  return [
    'Type:\tProjected (a volume that contains injected data from multiple sources)',
    ...(projected.sources ?? []).flatMap(projectionLines),
  ]
}

const projectionLines = ({
  secret,
  configMap,
  downwardAPI,
  serviceAccountToken,
}: DeepReadonly<VolumeProjection>): readonly string[] => {
  if (secret !== undefined)
    return [`SecretName:\t${secret.name ?? ''}`, `SecretOptionalName:\t${secret.optional ?? '<nil>'}`]
  if (downwardAPI !== undefined) return ['DownwardAPI:\ttrue']
  if (configMap !== undefined)
    return [`ConfigMapName:\t${configMap.name ?? ''}`, `ConfigMapOptional:\t${configMap.optional ?? '<nil>'}`]
  if (serviceAccountToken !== undefined)
    return [`TokenExpirationSeconds:\t${serviceAccountToken.expirationSeconds ?? 3600}`]
  return []
}
