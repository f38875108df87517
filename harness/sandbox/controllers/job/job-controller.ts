import type { JobStatus } from 'kubernetes-types/batch/v1.d.ts'
import { resources } from '../../api/resources.ts'
import type { ApiError } from '../../api/types/api-error.ts'
import type { DeepReadonly } from '../../api/types/object.ts'
import { claimPods } from '../base/claim-pods.ts'
import type { Control } from '../base/control.ts'
import { controlClient } from '../base/control-client.ts'
import { createEventRecorder } from '../base/event-recorder.ts'
import { createInformer, keyOf, splitKey } from '../base/informer.ts'
import { createOwnedPods } from '../base/owned-pods.ts'
import { controllerOf } from '../base/owner-reference.ts'
import type { StoredPod } from '../base/pods.ts'
import { isSame } from '../base/same.ts'
import { timestamp } from '../base/timestamp.ts'
import { createWorkQueue } from '../base/work-queue.ts'
import { hasCondition, isOver, withCondition } from './job-conditions.ts'
import { completedIndexes, indexText, type JobPods, sortPods, type StoredJob, TRACKING } from './job-pods.ts'
import { deadlineOf, judgeJob } from './job-verdict.ts'
import { backOffLeftMs, type FailureRecord, recordEnds } from './pod-back-off.ts'
import { createJobPodMaker } from './make-job-pods.ts'

/** Runs Jobs to their end. Source of the rules: k8s.io/kubernetes, pkg/controller/job (v1.32). */
export const startJobController = (control: Control): void => {
  const { simulation, server, informers, rng, eventsFromMs } = control
  const client = controlClient(server, 'system:serviceaccount:kube-system:job-controller', 'kube-controller-manager')
  const chance = rng.fork('job-controller')
  const events = createEventRecorder(
    { simulation, client, eventsFromMs, rng: chance.fork('events') },
    { component: 'job-controller' },
  )
  const queue = createWorkQueue(
    { simulation, rng: chance.fork('queue') },
    { latencyMs: [4, 20], reconcile: (key) => reconcile(key) },
  )
  const jobs = createInformer(client, resources.jobs)
  const owned = createOwnedPods({ client, events })
  const maker = createJobPodMaker(owned)
  const failures = new Map<string, FailureRecord>()

  jobs.onChange(({ type, object, old }) => {
    if (type === 'DELETED') {
      failures.delete(object.metadata.uid)
      for (const pod of informers.pods.inNamespace(object.metadata.namespace ?? '')) release(pod)
    } else if (old === undefined || old.spec !== object.spec) queue.add(keyOf(object))
    else queue.addAfter(keyOf(object), BATCH_MS)
  })
  informers.pods.onChange(({ type, object }) => {
    const owner = controllerOf(object, 'Job')
    if (owner === undefined) return
    const key = `${object.metadata.namespace}/${owner.name}`
    if (jobs.get(object.metadata.namespace, owner.name)?.metadata.uid !== owner.uid) release(object)
    else if (type !== 'ADDED') queue.addAfter(key, BATCH_MS)
  })

  /** Nobody counts the pods of a Job that is gone. */
  const release = (pod: StoredPod): void => {
    const owner = controllerOf(pod, 'Job')
    if (owner === undefined || pod.metadata.finalizers?.includes(TRACKING) !== true) return
    if (jobs.get(pod.metadata.namespace, owner.name)?.metadata.uid !== owner.uid) untrack(pod)
  }

  const untrack = ({ metadata }: StoredPod): void => {
    const ref = { resource: resources.pods, namespace: metadata.namespace, name: metadata.name }
    const stored = client.find(ref)
    if (stored?.metadata.uid !== metadata.uid) return
    const finalizers = (stored.metadata.finalizers ?? []).filter((finalizer) => finalizer !== TRACKING)
    client.patch(ref, {
      type: 'merge',
      body: { metadata: { finalizers: finalizers.length === 0 ? null : finalizers } },
    })
  }

  const reconcile = (key: string): void => {
    const { namespace, name } = splitKey(key)
    const job = jobs.get(namespace, name)
    if (job === undefined || job.metadata.deletionTimestamp !== undefined) return
    if (isOver(job)) return expire(job)
    const nowMs = simulation.nowMs()
    const pods = sortPods(job, claimPods({ client, informers }, job, job.spec?.selector))
    const { succeeded, failed } = counts(job, pods)
    const record = recordEnds(failures.get(job.metadata.uid), pods.newlyFailed, pods.newlySucceeded, nowMs)
    if (record === undefined) failures.delete(job.metadata.uid)
    else failures.set(job.metadata.uid, record)

    const isEnding = hasCondition(job, 'FailureTarget') || hasCondition(job, 'SuccessCriteriaMet')
    const verdict = judgeJob(job, pods, { succeeded, failed }, nowMs)
    let { active } = pods
    let refusal: ApiError | undefined
    if (isEnding || verdict !== undefined || job.spec?.suspend === true) {
      for (const pod of active) owned.remove(job, pod)
      active = []
    } else {
      const leftMs = backOffLeftMs(record, nowMs)
      const made = maker.adjust(job, active, completedIndexes(job, pods.newlySucceeded), succeeded, leftMs > 0)
      refusal = made.refusal
      if (made.isHeldBack) queue.addAfter(key, leftMs)
      active = active.slice(0, Math.max(0, active.length - made.removed))
    }
    const status = statusOf(job, pods, { succeeded, failed, active: active.length, verdict, nowMs })
    note(job, status)
    write(job, status)
    for (const pod of [...pods.newlyFailed, ...pods.newlySucceeded]) untrack(pod)
    const deadlineMs = deadlineOf({ ...job, status } as StoredJob)
    if (deadlineMs !== undefined && deadlineMs > nowMs) queue.addAfter(key, deadlineMs - nowMs)
    if (refusal !== undefined) throw refusal
  }

  /** Deletes a finished Job when its time to live is over. */
  const expire = (job: StoredJob): void => {
    const { ttlSecondsAfterFinished } = job.spec ?? {}
    const end = job.status?.conditions?.find(({ type }) => type === 'Complete' || type === 'Failed')
    if (ttlSecondsAfterFinished === undefined || end?.lastTransitionTime === undefined) return
    const leftMs = Date.parse(end.lastTransitionTime) + ttlSecondsAfterFinished * 1000 - simulation.nowMs()
    if (leftMs > 0) return queue.addAfter(keyOf(job), leftMs)
    const { namespace, name, uid } = job.metadata
    client.delete({ resource: resources.jobs, namespace, name }, { propagation: 'Foreground', preconditions: { uid } })
  }

  /** Events about what the new status says for the first time. */
  const note = (job: StoredJob, status: DeepReadonly<JobStatus>): void => {
    for (const { type, status: state, reason = '', message = '' } of status.conditions ?? []) {
      const before = job.status?.conditions?.find((condition) => condition.type === type)
      if (before?.status === state) continue
      if (type === 'Complete')
        events.record({ object: job, type: 'Normal', reason: 'Completed', message: 'Job completed' })
      if (type === 'Failed') events.record({ object: job, type: 'Warning', reason, message })
      if (type !== 'Suspended') continue
      const isSuspended = state === 'True'
      events.record({
        object: job,
        type: 'Normal',
        reason: isSuspended ? 'Suspended' : 'Resumed',
        message: isSuspended ? 'Job suspended' : 'Job resumed',
      })
    }
  }

  const write = (job: StoredJob, status: DeepReadonly<JobStatus>): void => {
    if (isSame(status, job.status)) return
    const ref = { resource: resources.jobs, namespace: job.metadata.namespace, name: job.metadata.name }
    const stored = client.find(ref)
    if (stored?.metadata.uid === job.metadata.uid) client.update(ref, { ...stored, status }, 'status')
  }
}

/** Changes of pods are looked at together, a second after the first. */
const BATCH_MS = 1000

const counts = (job: StoredJob, pods: JobPods): { readonly succeeded: number; readonly failed: number } => ({
  succeeded:
    job.spec?.completionMode === 'Indexed'
      ? completedIndexes(job, pods.newlySucceeded).length
      : (job.status?.succeeded ?? 0) + pods.newlySucceeded.length,
  failed: (job.status?.failed ?? 0) + pods.newlyFailed.length,
})

const statusOf = (
  job: StoredJob,
  pods: JobPods,
  {
    succeeded,
    failed,
    active,
    verdict,
    nowMs,
  }: {
    readonly succeeded: number
    readonly failed: number
    readonly active: number
    readonly verdict: ReturnType<typeof judgeJob>
    readonly nowMs: number
  },
): DeepReadonly<JobStatus> => {
  const isSuspended = job.spec?.suspend === true
  const terminating = pods.terminating + Math.max(0, pods.active.length - active)
  let conditions = job.status?.conditions ?? []
  const set = (type: string, status: string, reason: string, message: string): void => {
    conditions = withCondition(conditions, nowMs, { type, status, reason, message })
  }
  const interim = conditions.find(
    ({ type, status }) => status === 'True' && (type === 'FailureTarget' || type === 'SuccessCriteriaMet'),
  )
  if (interim !== undefined && terminating === 0 && active === 0) {
    const type = interim.type === 'FailureTarget' ? 'Failed' : 'Complete'
    set(type, 'True', interim.reason ?? '', interim.message ?? '')
  } else if (interim === undefined && verdict !== undefined) {
    const type = verdict.result === 'failed' ? 'FailureTarget' : 'SuccessCriteriaMet'
    set(type, 'True', verdict.reason, verdict.message)
  } else if (isSuspended) set('Suspended', 'True', 'JobSuspended', 'Job suspended')
  else if (hasCondition(job, 'Suspended')) set('Suspended', 'False', 'JobResumed', 'Job resumed')
  const isComplete = conditions.some(({ type, status }) => type === 'Complete' && status === 'True')
  const isResumed = !isSuspended && hasCondition(job, 'Suspended')
  const startTime = isSuspended ? undefined : isResumed ? undefined : job.status?.startTime
  return {
    ...(active > 0 ? { active } : {}),
    ...(job.spec?.completionMode === 'Indexed' && succeeded > 0
      ? { completedIndexes: indexText(completedIndexes(job, pods.newlySucceeded)) }
      : {}),
    ...(isComplete ? { completionTime: timestamp(nowMs) } : {}),
    ...(conditions.length === 0 ? {} : { conditions }),
    ...(failed > 0 ? { failed } : {}),
    ready: active === 0 ? 0 : pods.ready,
    ...(isSuspended ? {} : { startTime: startTime ?? timestamp(nowMs) }),
    ...(succeeded > 0 ? { succeeded } : {}),
    terminating,
    uncountedTerminatedPods: {},
  } as DeepReadonly<JobStatus>
}
