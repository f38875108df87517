import type { Node, PersistentVolume, PersistentVolumeClaim } from 'kubernetes-types/core/v1.d.ts'
import type { StorageClass } from 'kubernetes-types/storage/v1.d.ts'
import type { Stored } from '../api/types/object.ts'
import type { Informer } from '../controllers/base/informer.ts'
import type { Informers } from '../controllers/base/informers.ts'
import type { StoredPod } from '../controllers/base/pods.ts'
import { matchesTerm } from '../controllers/base/taints.ts'
import { findVolume } from '../controllers/volumes/find-volume.ts'
import { NO_PROVISIONER } from '../controllers/volumes/storage-class.ts'

/** The persistent volumes of a pod, as the scheduler looks at them. */
export interface PodVolumes {
  /** A reason that holds for every node. */
  readonly refusal: string | undefined
  readonly bound: readonly Stored<PersistentVolume>[]
  /** Claims that are bound only when their pod has a node. */
  readonly waiting: readonly Stored<PersistentVolumeClaim>[]
  /** A waiting claim has no volume, and nobody makes one. */
  readonly unavailable: boolean
}

/** Source of the words: k8s.io/kubernetes, pkg/scheduler/framework/plugins/volumebinding. */
export const volumesOf = (
  informers: Pick<Informers, 'persistentVolumeClaims' | 'persistentVolumes'>,
  classes: Informer<StorageClass>,
  pod: StoredPod,
): PodVolumes => {
  const namespace = pod.metadata.namespace ?? ''
  const bound: Stored<PersistentVolume>[] = []
  const waiting: Stored<PersistentVolumeClaim>[] = []
  const refuse = (refusal: string): PodVolumes => ({ refusal, bound: [], waiting: [], unavailable: false })
  let isUnbound = false
  for (const { persistentVolumeClaim: source } of pod.spec?.volumes ?? []) {
    if (source === undefined) continue
    const claim = informers.persistentVolumeClaims.get(namespace, source.claimName)
    if (claim === undefined) return refuse(`persistentvolumeclaim "${source.claimName}" not found`)
    if (claim.status?.phase === 'Lost') {
      return refuse(
        `persistentvolumeclaim "${source.claimName}" bound to non-existent persistentvolume "${claim.spec?.volumeName ?? ''}"`,
      )
    }
    if (claim.metadata.deletionTimestamp !== undefined) {
      return refuse(`persistentvolumeclaim "${source.claimName}" is being deleted`)
    }
    const volume = informers.persistentVolumes.get(undefined, claim.spec?.volumeName ?? '')
    if (claim.status?.phase === 'Bound' && volume !== undefined) bound.push(volume)
    else if (classes.get(undefined, claim.spec?.storageClassName ?? '')?.volumeBindingMode === 'WaitForFirstConsumer') {
      waiting.push(claim)
    } else isUnbound = true
  }
  if (isUnbound) return refuse('pod has unbound immediate PersistentVolumeClaims')
  const unavailable = waiting.some((claim) => {
    const { provisioner } = classes.get(undefined, claim.spec?.storageClassName ?? '') ?? {}
    return provisioner === NO_PROVISIONER && findVolume(informers.persistentVolumes.all(), claim) === undefined
  })
  return { refusal: undefined, bound, waiting, unavailable }
}

/** Whether a bound volume can only be reached from other nodes. */
export const isBoundElsewhere = ({ bound }: PodVolumes, node: Stored<Node>): boolean =>
  bound.some(({ spec }) => {
    const terms = spec?.nodeAffinity?.required?.nodeSelectorTerms
    return terms !== undefined && !terms.some((term) => matchesTerm(term, node))
  })
