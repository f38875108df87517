import type { PersistentVolume, PersistentVolumeClaim } from 'kubernetes-types/core/v1.d.ts'
import { resources } from '../../api/resources.ts'
import type { Stored } from '../../api/types/object.ts'
import type { Control } from '../base/control.ts'
import { controlClient } from '../base/control-client.ts'
import { createEventRecorder } from '../base/event-recorder.ts'
import { createInformer, keyOf, splitKey } from '../base/informer.ts'
import { createWorkQueue } from '../base/work-queue.ts'
import { capacityOf, findVolume, isFor } from './find-volume.ts'
import { provisionLocalPath } from './local-path.ts'
import { DEFAULT_CLASS, LOCAL_PATH, NO_PROVISIONER, SELECTED_NODE } from './storage-class.ts'

type Claim = Stored<PersistentVolumeClaim>
type Volume = Stored<PersistentVolume>

/** Binds claims to volumes, has volumes made, and releases them. Source: k8s.io/kubernetes, pkg/controller/volume/persistentvolume. */
export const startVolumeBinder = (control: Control): void => {
  const { simulation, server, informers, rng, eventsFromMs } = control
  const client = controlClient(
    server,
    'system:serviceaccount:kube-system:persistent-volume-binder',
    'kube-controller-manager',
  )
  const chance = rng.fork('persistentvolume-controller')
  const events = createEventRecorder(
    { simulation, client, eventsFromMs, rng: chance.fork('events') },
    { component: 'persistentvolume-controller' },
  )
  const resyncPhaseMs = chance.int(0, RESYNC_MS - 1)
  const classes = createInformer(client, resources.storageClasses)
  const claims = createWorkQueue(
    { simulation, rng: chance.fork('claims') },
    { latencyMs: [4, 20], reconcile: (key) => syncClaim(key) },
  )
  const volumes = createWorkQueue(
    { simulation, rng: chance.fork('volumes') },
    { latencyMs: [4, 20], reconcile: (key) => syncVolume(key) },
  )

  const retryPending = (): void => {
    for (const claim of informers.persistentVolumeClaims.all()) {
      if (claim.status?.phase !== 'Bound') claims.add(keyOf(claim))
    }
  }
  informers.persistentVolumeClaims.onChange(({ object }) => {
    claims.add(keyOf(object))
    if (object.spec?.volumeName !== undefined) volumes.add(`/${object.spec.volumeName}`)
  })
  informers.persistentVolumes.onChange(({ object, old }) => {
    volumes.add(keyOf(object))
    if (object.status?.phase !== old?.status?.phase) retryPending()
    if (object.spec?.claimRef !== undefined)
      claims.add(`${object.spec.claimRef.namespace}/${object.spec.claimRef.name}`)
  })
  classes.onChange(retryPending)
  informers.pods.onChange(({ type, object }) => {
    if (type !== 'ADDED') return
    for (const { persistentVolumeClaim } of object.spec?.volumes ?? []) {
      if (persistentVolumeClaim !== undefined)
        claims.add(`${object.metadata.namespace}/${persistentVolumeClaim.claimName}`)
    }
  })

  const syncClaim = (key: string): void => {
    const { namespace, name } = splitKey(key)
    const claim = informers.persistentVolumeClaims.get(namespace, name)
    if (claim === undefined || claim.status?.phase === 'Bound' || claim.metadata.deletionTimestamp !== undefined) return
    if (claim.spec?.storageClassName === undefined && adoptDefaultClass(claim)) return
    const found = findVolume(informers.persistentVolumes.all(), claim)
    const storageClass = classes.get(undefined, claim.spec?.storageClassName ?? '')
    const waits =
      storageClass?.volumeBindingMode === 'WaitForFirstConsumer' &&
      claim.metadata.annotations?.[SELECTED_NODE] === undefined
    if (found !== undefined && (!waits || isFor(found, claim))) return bind(claim, found)
    const nowMs = simulation.nowMs()
    claims.addAfter(key, RESYNC_MS - ((nowMs - resyncPhaseMs) % RESYNC_MS))
    if (waits) return noteWaiting(claim)
    provide(claim)
  }

  const adoptDefaultClass = (claim: Claim): boolean => {
    const chosen = [...classes.all()].find(({ metadata }) => metadata.annotations?.[DEFAULT_CLASS] === 'true')
    if (chosen === undefined) return false
    patchClaim(claim, { spec: { storageClassName: chosen.metadata.name } })
    return true
  }

  const note = (claim: Claim, type: 'Normal' | 'Warning', reason: string, message: string): void =>
    events.record({ object: claim, type, reason, message })

  const noteWaiting = (claim: Claim): void => {
    const pods = [...informers.pods.inNamespace(claim.metadata.namespace ?? '')].filter(
      ({ spec }) =>
        spec?.nodeName === undefined &&
        spec?.volumes?.some((volume) => volume.persistentVolumeClaim?.claimName === claim.metadata.name),
    )
    const [pod] = pods
    if (pod === undefined) {
      return note(claim, 'Normal', 'WaitForFirstConsumer', 'waiting for first consumer to be created before binding')
    }
    const names = pods.map(({ metadata }) => metadata.name).join(',')
    note(claim, 'Normal', 'WaitForPodScheduled', `waiting for pod ${names} to be scheduled`)
  }

  const provide = (claim: Claim): void => {
    const className = claim.spec?.storageClassName ?? ''
    if (className === '') {
      const message = 'no persistent volumes available for this claim and no storage class is set'
      return note(claim, 'Normal', 'FailedBinding', message)
    }
    const storageClass = classes.get(undefined, className)
    if (storageClass === undefined) {
      const message = `storageclass.storage.k8s.io "${className}" not found`
      return note(claim, 'Warning', 'ProvisioningFailed', message)
    }
    const { provisioner } = storageClass
    if (provisioner === NO_PROVISIONER) {
      return note(
        claim,
        'Normal',
        'FailedBinding',
        'no persistent volumes available for this claim and no storage class is set',
      )
    }
    if (provisioner === LOCAL_PATH) return provisionLocalPath(control, claim, storageClass)
    note(
      claim,
      'Normal',
      'ExternalProvisioning',
      `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`,
    )
  }

  const patchClaim = ({ metadata }: Claim, body: object): void => {
    const ref = { resource: resources.persistentVolumeClaims, namespace: metadata.namespace, name: metadata.name }
    client.patch(ref, { type: 'merge', body })
  }

  const bind = (claim: Claim, volume: Volume): void => {
    const { namespace, name, uid, resourceVersion } = claim.metadata
    const volumeRef = { resource: resources.persistentVolumes, name: volume.metadata.name }
    const claimRef = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name, namespace, resourceVersion, uid }
    const isPrebound = volume.spec?.claimRef !== undefined
    client.patch(volumeRef, {
      type: 'merge',
      body: {
        ...(isPrebound ? {} : { metadata: { annotations: { [BOUND_BY_CONTROLLER]: 'yes' } } }),
        spec: { claimRef },
      },
    })
    client.patch(volumeRef, { type: 'merge', body: { status: { phase: 'Bound' } } }, 'status')
    const isWished = claim.spec?.volumeName !== undefined
    patchClaim(claim, {
      metadata: { annotations: { [BIND_COMPLETED]: 'yes', ...(isWished ? {} : { [BOUND_BY_CONTROLLER]: 'yes' }) } },
      spec: { volumeName: volume.metadata.name },
    })
    const status = {
      phase: 'Bound',
      accessModes: volume.spec?.accessModes ?? [],
      capacity: { storage: capacityOf(volume) },
    }
    const claimRefShort = { resource: resources.persistentVolumeClaims, namespace, name }
    client.patch(claimRefShort, { type: 'merge', body: { status } }, 'status')
  }

  /** A volume is available, bound, or released when its claim is gone. */
  const syncVolume = (key: string): void => {
    const volume = informers.persistentVolumes.get(undefined, splitKey(key).name)
    if (volume === undefined || volume.metadata.deletionTimestamp !== undefined) return
    const { claimRef, persistentVolumeReclaimPolicy } = volume.spec ?? {}
    const ref = { resource: resources.persistentVolumes, name: volume.metadata.name }
    const setPhase = (phase: string): void => {
      if (volume.status?.phase !== phase) client.patch(ref, { type: 'merge', body: { status: { phase } } }, 'status')
    }
    if (claimRef?.uid === undefined) return setPhase('Available')
    const claim = informers.persistentVolumeClaims.get(claimRef.namespace, claimRef.name ?? '')
    if (claim !== undefined && isFor(volume, claim)) return
    setPhase('Released')
    const isProvisioned = volume.metadata.annotations?.['pv.kubernetes.io/provisioned-by'] !== undefined
    if (persistentVolumeReclaimPolicy === 'Delete' && isProvisioned) client.delete(ref)
  }
}

const RESYNC_MS = 15_000
const BOUND_BY_CONTROLLER = 'pv.kubernetes.io/bound-by-controller'
const BIND_COMPLETED = 'pv.kubernetes.io/bind-completed'
