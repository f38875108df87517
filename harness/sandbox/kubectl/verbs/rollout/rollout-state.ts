import type { DaemonSet, Deployment, StatefulSet } from 'kubernetes-types/apps/v1.d.ts'
import type { AnyObject, Stored } from '../../../api/types/object.ts'
import { failure } from '../../errors.ts'

export interface RolloutState {
  readonly message: string
  readonly isDone: boolean
}

/** How far a rollout is, in kubectl's words. @throws {KubectlError} when its deadline has passed or there is nothing to wait for */
export const rolloutState = (kind: string, object: AnyObject): RolloutState => {
  switch (kind) {
    case 'Deployment':
      return deploymentState(object)
    case 'StatefulSet':
      return statefulSetState(object)
    case 'DaemonSet':
      return daemonSetState(object)
    default:
      throw failure(`no status viewer has been implemented for ${kind}`)
  }
}

const deploymentState = ({ metadata, spec, status }: Stored<Deployment>): RolloutState => {
  const { name, generation = 0 } = metadata
  if (generation > (status?.observedGeneration ?? 0)) {
    return waiting('Waiting for deployment spec update to be observed...')
  }
  const isLate = status?.conditions?.some(
    ({ type, reason }) => type === 'Progressing' && reason === 'ProgressDeadlineExceeded',
  )
  if (isLate === true) throw failure(`deployment "${name}" exceeded its progress deadline`)
  const wanted = spec?.replicas ?? 1
  const { updatedReplicas: updated = 0, replicas = 0, availableReplicas: available = 0 } = status ?? {}
  const head = `Waiting for deployment "${name}" rollout to finish: `
  if (updated < wanted) return waiting(`${head}${updated} out of ${wanted} new replicas have been updated...`)
  if (replicas > updated) return waiting(`${head}${replicas - updated} old replicas are pending termination...`)
  if (available < updated) return waiting(`${head}${available} of ${updated} updated replicas are available...`)
  return { message: `deployment "${name}" successfully rolled out`, isDone: true }
}

const statefulSetState = ({ metadata, spec, status }: Stored<StatefulSet>): RolloutState => {
  const { generation = 0 } = metadata
  if (spec?.updateStrategy?.type === 'OnDelete') {
    throw failure('rollout status is only available for RollingUpdate strategy type')
  }
  if (generation > (status?.observedGeneration ?? 0)) {
    return waiting('Waiting for statefulset spec update to be observed...')
  }
  const wanted = spec?.replicas ?? 1
  const {
    readyReplicas: ready = 0,
    updatedReplicas: updated = 0,
    currentRevision = '',
    updateRevision = '',
  } = status ?? {}
  if (ready < wanted) return waiting(`Waiting for ${wanted - ready} pods to be ready...`)
  const partition = spec?.updateStrategy?.rollingUpdate?.partition
  if (partition !== undefined) {
    return updated < wanted - partition
      ? waiting(
          `Waiting for partitioned roll out to finish: ${updated} out of ${wanted - partition} new pods have been updated...`,
        )
      : { message: `partitioned roll out complete: ${updated} new pods have been updated...`, isDone: true }
  }
  if (updateRevision !== currentRevision) {
    return waiting(
      `waiting for statefulset rolling update to complete ${updated} pods at revision ${updateRevision}...`,
    )
  }
  const current = status?.currentReplicas ?? 0
  return {
    message: `statefulset rolling update complete ${current} pods at revision ${currentRevision}...`,
    isDone: true,
  }
}

const daemonSetState = ({ metadata, spec, status }: Stored<DaemonSet>): RolloutState => {
  const { name, generation = 0 } = metadata
  if (spec?.updateStrategy?.type === 'OnDelete') {
    throw failure('rollout status is only available for RollingUpdate strategy type')
  }
  if (generation > (status?.observedGeneration ?? 0)) {
    return waiting('Waiting for daemon set spec update to be observed...')
  }
  const {
    desiredNumberScheduled: wanted = 0,
    updatedNumberScheduled: updated = 0,
    numberAvailable: available = 0,
  } = status ?? {}
  const head = `Waiting for daemon set "${name}" rollout to finish: `
  if (updated < wanted) return waiting(`${head}${updated} out of ${wanted} new pods have been updated...`)
  if (available < wanted) return waiting(`${head}${available} of ${wanted} updated pods are available...`)
  return { message: `daemon set "${name}" successfully rolled out`, isDone: true }
}

const waiting = (message: string): RolloutState => ({ message, isDone: false })
