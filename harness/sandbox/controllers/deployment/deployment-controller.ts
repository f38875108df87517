import type { Control } from '../base/control.ts'
import { controlClient } from '../base/control-client.ts'
import { createEventRecorder } from '../base/event-recorder.ts'
import { keyOf, splitKey } from '../base/informer.ts'
import { isFinished } from '../base/pods.ts'
import { isSame } from '../base/same.ts'
import { createWorkQueue } from '../base/work-queue.ts'
import { resources } from '../../api/resources.ts'
import { countStatus, deadlineInMs, isComplete, rolloutStatus, type Status } from './deployment-status.ts'
import { findCondition, newCondition, setCondition } from './deployment-conditions.ts'
import {
  byAge,
  desiredReplicas,
  isRollingUpdate,
  type StoredDeployment,
  type StoredReplicaSet,
} from './replica-math.ts'
import { createReplicaSets } from './replica-sets.ts'
import { DESIRED_REPLICAS } from './revision.ts'
import { newSetReplicas, scaleInProportion, shrinkOldSets } from './scale-plan.ts'

/** Rolls Deployments out through ReplicaSets. Source of the rules: k8s.io/kubernetes, pkg/controller/deployment. */
export const startDeploymentController = ({ simulation, server, informers, rng, eventsFromMs }: Control): void => {
  const client = controlClient(
    server,
    'system:serviceaccount:kube-system:deployment-controller',
    'kube-controller-manager',
  )
  const chance = rng.fork('deployment-controller')
  const events = createEventRecorder(
    { simulation, client, eventsFromMs, rng: chance.fork('events') },
    { component: 'deployment-controller' },
  )
  const queue = createWorkQueue(
    { simulation, rng: chance.fork('queue') },
    { latencyMs: [4, 20], reconcile: (key) => reconcile(key) },
  )
  const sets = createReplicaSets({ simulation, client, events })

  informers.deployments.onChange(({ object }) => queue.add(keyOf(object)))
  informers.replicaSets.onChange(({ object }) => {
    const owner = object.metadata.ownerReferences?.find((reference) => reference.controller === true)
    if (owner?.kind === 'Deployment') queue.add(`${object.metadata.namespace}/${owner.name}`)
  })
  informers.pods.onChange(({ type, object }) => {
    // A Recreate rollout waits for the last old pod.
    if (type !== 'DELETED') return
    const owner = object.metadata.ownerReferences?.find((reference) => reference.kind === 'ReplicaSet')
    const set = owner === undefined ? undefined : informers.replicaSets.get(object.metadata.namespace, owner.name)
    const deployment = set?.metadata.ownerReferences?.find((reference) => reference.kind === 'Deployment')
    if (deployment !== undefined) queue.add(`${object.metadata.namespace}/${deployment.name}`)
  })

  const reconcile = (key: string): void => {
    const { namespace, name } = splitKey(key)
    const deployment = informers.deployments.get(namespace, name)
    if (deployment === undefined) return
    const owned = [...informers.replicaSets.ownedBy(deployment.metadata.uid)].sort(byAge)
    if (deployment.metadata.deletionTimestamp !== undefined) {
      writeStatus(deployment, countStatus(deployment, owned, sets.newest(deployment, owned), simulation.nowMs()))
      return
    }
    if (markPaused(deployment)) return
    if (deployment.spec?.paused === true || isScaling(deployment, owned)) adjustSize(deployment, owned)
    else if (isRollingUpdate(deployment)) rollUpdate(deployment, owned)
    else recreate(deployment, owned)
  }

  /** Notes a pause or its end. @returns whether the status was written: the write brings the next look. */
  const markPaused = (deployment: StoredDeployment): boolean => {
    const conditions = deployment.status?.conditions ?? []
    const current = findCondition(conditions, 'Progressing')
    const isMarked = current?.reason === 'DeploymentPaused'
    const isPaused = deployment.spec?.paused === true
    if (current?.reason === 'ProgressDeadlineExceeded' || isMarked === isPaused) return false
    const [reason, message] = isPaused
      ? ['DeploymentPaused', 'Deployment is paused']
      : ['DeploymentResumed', 'Deployment is resumed']
    const condition = newCondition(simulation.nowMs(), 'Progressing', 'Unknown', reason, message)
    writeStatus(deployment, { ...deployment.status, conditions: setCondition(conditions, condition) })
    return true
  }

  const isScaling = (deployment: StoredDeployment, owned: readonly StoredReplicaSet[]): boolean =>
    owned.some((set) => {
      const sizedFor = set.metadata.annotations?.[DESIRED_REPLICAS]
      return desiredReplicas(set) > 0 && sizedFor !== undefined && Number(sizedFor) !== desiredReplicas(deployment)
    })

  const adjustSize = (deployment: StoredDeployment, owned: readonly StoredReplicaSet[]): void => {
    const newSet = sets.refreshNewest(deployment, owned, false)
    const current = sets.owned(deployment)
    const active = current.filter((set) => desiredReplicas(set) > 0)
    const single = active.length === 1 ? active[0] : active.length === 0 ? (newSet ?? current.at(-1)) : undefined
    const others = current.filter((set) => set.metadata.uid !== newSet?.metadata.uid)
    if (single !== undefined) sets.resize(deployment, single, desiredReplicas(deployment))
    else if (newSet !== undefined && isSaturated(deployment, newSet)) {
      for (const set of others.filter((old) => desiredReplicas(old) > 0)) sets.resize(deployment, set, 0)
    } else if (isRollingUpdate(deployment)) {
      for (const { set, replicas } of scaleInProportion(deployment, current)) sets.resize(deployment, set, replicas)
    }
    finish(deployment, countStatus)
  }

  const rollUpdate = (deployment: StoredDeployment, owned: readonly StoredReplicaSet[]): void => {
    const newSet = sets.refreshNewest(deployment, owned, true)
    if (newSet === undefined) return
    const all = sets.owned(deployment)
    const grown = newSetReplicas(deployment, all, newSet)
    const target = desiredReplicas(newSet) > desiredReplicas(deployment) ? desiredReplicas(deployment) : grown
    if (sets.resize(deployment, newSet, target)) return finish(deployment, rolloutStatus)
    const old = all.filter((set) => set.metadata.uid !== newSet.metadata.uid && desiredReplicas(set) > 0)
    for (const { set, replicas } of shrinkOldSets(deployment, all, old, newSet)) sets.resize(deployment, set, replicas)
    finish(deployment, rolloutStatus)
  }

  const recreate = (deployment: StoredDeployment, owned: readonly StoredReplicaSet[]): void => {
    const newest = sets.refreshNewest(deployment, owned, false)
    const old = sets.owned(deployment).filter((set) => set.metadata.uid !== newest?.metadata.uid)
    const active = old.filter((set) => desiredReplicas(set) > 0)
    for (const set of active) sets.resize(deployment, set, 0)
    if (active.length > 0 || old.some((set) => hasRunningPods(set))) return finish(deployment, rolloutStatus)
    const newSet = sets.refreshNewest(deployment, sets.owned(deployment), true)
    if (newSet !== undefined) sets.resize(deployment, newSet, desiredReplicas(deployment))
    finish(deployment, rolloutStatus)
  }

  const hasRunningPods = (set: StoredReplicaSet): boolean => {
    for (const pod of informers.pods.ownedBy(set.metadata.uid)) if (!isFinished(pod)) return true
    return false
  }

  const finish = (deployment: StoredDeployment, judge: typeof rolloutStatus): void => {
    const current = client.find({
      resource: resources.deployments,
      namespace: deployment.metadata.namespace,
      name: deployment.metadata.name,
    })
    if (current === undefined || current.metadata.uid !== deployment.metadata.uid) return
    const owned = sets.owned(current)
    const status = judge(current, owned, sets.newest(current, owned), simulation.nowMs())
    writeStatus(current, status)
    if (isComplete(current, status)) sets.forgetOld(current, owned)
    const dueMs = deadlineInMs(current, status, simulation.nowMs())
    if (dueMs !== undefined) queue.addAfter(keyOf(current), dueMs)
  }

  const writeStatus = (deployment: StoredDeployment, status: Status): void => {
    if (isSame(status, deployment.status)) return
    const ref = {
      resource: resources.deployments,
      namespace: deployment.metadata.namespace,
      name: deployment.metadata.name,
    }
    const current = client.find(ref)
    if (current?.metadata.uid === deployment.metadata.uid) client.update(ref, { ...current, status }, 'status')
  }
}

const isSaturated = (deployment: StoredDeployment, set: StoredReplicaSet): boolean =>
  desiredReplicas(set) === desiredReplicas(deployment) &&
  Number(set.metadata.annotations?.[DESIRED_REPLICAS] ?? -1) === desiredReplicas(deployment) &&
  (set.status?.availableReplicas ?? 0) === desiredReplicas(deployment)
