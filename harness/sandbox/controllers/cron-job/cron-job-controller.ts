import type { CronJob, CronJobStatus, Job } from 'kubernetes-types/batch/v1.d.ts'
import { resources } from '../../api/resources.ts'
import type { DeepReadonly, Stored } from '../../api/types/object.ts'
import type { Control } from '../base/control.ts'
import { controlClient } from '../base/control-client.ts'
import { createEventRecorder } from '../base/event-recorder.ts'
import { createInformer, keyOf, splitKey } from '../base/informer.ts'
import { controllerOf, controllerReference } from '../base/owner-reference.ts'
import { isSame } from '../base/same.ts'
import { timestamp } from '../base/timestamp.ts'
import { createWorkQueue } from '../base/work-queue.ts'
import { isOver } from '../job/job-conditions.ts'
import { cronTimes } from './cron-times.ts'
import { surplusJobs } from './surplus-jobs.ts'

/** Starts Jobs by the clock. Source of the rules and words: k8s.io/kubernetes, pkg/controller/cronjob (v1.32). */
export const startCronJobController = (control: Control): void => {
  const { simulation, server, rng, eventsFromMs } = control
  const client = controlClient(
    server,
    'system:serviceaccount:kube-system:cronjob-controller',
    'kube-controller-manager',
  )
  const chance = rng.fork('cronjob-controller')
  const events = createEventRecorder(
    { simulation, client, eventsFromMs, rng: chance.fork('events') },
    { component: 'cronjob-controller' },
  )
  const queue = createWorkQueue(
    { simulation, rng: chance.fork('queue') },
    { latencyMs: [4, 20], reconcile: (key) => reconcile(key) },
  )
  const cronJobs = createInformer(client, resources.cronJobs)
  const jobs = createInformer(client, resources.jobs)

  cronJobs.onChange(({ object }) => queue.add(keyOf(object)))
  jobs.onChange(({ object }) => {
    const owner = controllerOf(object, 'CronJob')
    if (owner !== undefined) queue.add(`${object.metadata.namespace}/${owner.name}`)
  })

  const reconcile = (key: string): void => {
    const { namespace, name } = splitKey(key)
    const cron = cronJobs.get(namespace, name)
    if (cron === undefined || cron.metadata.deletionTimestamp !== undefined) return
    const owned = [...jobs.ownedBy(cron.metadata.uid)]
    const isActive = (uid: string | undefined): boolean =>
      (cron.status?.active ?? []).some((active) => active.uid === uid)
    let { lastSuccessfulTime, lastScheduleTime } = cron.status ?? {}
    for (const job of owned.filter(isOver)) {
      const end = job.status?.completionTime
      if (end !== undefined && (lastSuccessfulTime === undefined || end > lastSuccessfulTime)) lastSuccessfulTime = end
      if (!isActive(job.metadata.uid)) continue
      const how = job.status?.conditions?.find(({ type }) => type === 'Complete' || type === 'Failed')?.type ?? ''
      note(cron, 'Normal', 'SawCompletedJob', `Saw completed job: ${job.metadata.name}, condition: ${how}`)
    }
    const active = owned.filter((job) => !isOver(job) && job.metadata.deletionTimestamp === undefined)
    const started = startIfDue(cron, active)
    if (started !== undefined) lastScheduleTime = timestamp(started.atMs)
    writeStatus(cron, started === undefined ? active : started.active, { lastScheduleTime, lastSuccessfulTime })
    for (const { metadata } of surplusJobs(cron, owned)) {
      const ref = { resource: resources.jobs, namespace, name: metadata.name }
      if (client.find(ref) === undefined) continue
      client.delete(ref, { propagation: 'Background' })
      note(cron, 'Normal', 'SuccessfulDelete', `Deleted job ${metadata.name}`)
    }
  }

  /** @returns the time of the run that was due and started, with the Jobs that are active then */
  const startIfDue = (
    cron: Stored<CronJob>,
    active: readonly Stored<Job>[],
  ): { readonly atMs: number; readonly active: readonly Stored<Job>[] } | undefined => {
    const nowMs = simulation.nowMs()
    const { schedule = '', timeZone, startingDeadlineSeconds, concurrencyPolicy } = cron.spec ?? {}
    const sinceMs = Date.parse(cron.status?.lastScheduleTime ?? cron.metadata.creationTimestamp)
    const earliestMs =
      startingDeadlineSeconds === undefined ? sinceMs : Math.max(sinceMs, nowMs - startingDeadlineSeconds * 1000)
    const times = cronTimes(schedule, timeZone, earliestMs, nowMs)
    if (times === undefined) {
      note(cron, 'Warning', 'UnparseableSchedule', `unparseable schedule: "${schedule}"`)
      return undefined
    }
    if (cron.spec?.suspend === true) return undefined
    if (times.nextMs !== undefined) queue.addAfter(keyOf(cron), times.nextMs - nowMs + START_DELAY_MS)
    if (times.dueMs === undefined) return undefined
    if (active.length > 0 && concurrencyPolicy === 'Forbid') {
      const message = 'Not starting job because prior execution is running and concurrency policy is Forbid'
      note(cron, 'Normal', 'JobAlreadyActive', message)
      return undefined
    }
    const isReplacing = concurrencyPolicy === 'Replace'
    if (isReplacing) for (const job of active) stop(cron, job)
    const job = start(cron, times.dueMs)
    return job === undefined ? undefined : { atMs: times.dueMs, active: [...(isReplacing ? [] : active), job] }
  }

  const stop = (cron: Stored<CronJob>, { metadata }: Stored<Job>): void => {
    const ref = { resource: resources.jobs, namespace: metadata.namespace, name: metadata.name }
    client.delete(ref, { propagation: 'Background' })
    note(cron, 'Normal', 'SuccessfulDelete', `Deleted job ${metadata.name}`)
  }

  /** The name carries the minute, so that no run is started twice. */
  const start = (cron: Stored<CronJob>, atMs: number): Stored<Job> | undefined => {
    const template = cron.spec?.jobTemplate
    const { namespace } = cron.metadata
    const name = `${cron.metadata.name}-${Math.floor(atMs / 60_000)}`
    if (client.find({ resource: resources.jobs, namespace, name }) !== undefined) return undefined
    const job = client.create(
      { resource: resources.jobs, namespace },
      {
        metadata: {
          name,
          ...(template?.metadata?.labels === undefined ? {} : { labels: template.metadata.labels }),
          annotations: {
            ...template?.metadata?.annotations,
            'batch.kubernetes.io/cronjob-scheduled-timestamp': timestamp(atMs),
          },
          ownerReferences: [controllerReference(cron)],
        },
        ...(template?.spec === undefined ? {} : { spec: template.spec }),
      },
    )
    note(cron, 'Normal', 'SuccessfulCreate', `Created job ${name}`)
    return job
  }

  const note = (cron: Stored<CronJob>, type: 'Normal' | 'Warning', reason: string, message: string): void =>
    events.record({ object: cron, type, reason, message })

  const writeStatus = (
    cron: Stored<CronJob>,
    active: readonly Stored<Job>[],
    times: {
      readonly lastScheduleTime: string | undefined
      readonly lastSuccessfulTime: string | undefined
    },
  ): void => {
    const references = active.map(({ metadata }) => ({
      apiVersion: 'batch/v1',
      kind: 'Job',
      name: metadata.name,
      namespace: metadata.namespace,
      resourceVersion: metadata.resourceVersion,
      uid: metadata.uid,
    }))
    const known = cron.status?.active ?? []
    const isUnchanged = isSame(
      references.map(({ uid }) => uid),
      known.map(({ uid }) => uid),
    )
    const status = {
      ...(references.length === 0 ? {} : { active: isUnchanged ? known : references }),
      ...(times.lastScheduleTime === undefined ? {} : { lastScheduleTime: times.lastScheduleTime }),
      ...(times.lastSuccessfulTime === undefined ? {} : { lastSuccessfulTime: times.lastSuccessfulTime }),
    } as DeepReadonly<CronJobStatus>
    if (isSame(status, cron.status ?? {})) return
    const ref = { resource: resources.cronJobs, namespace: cron.metadata.namespace, name: cron.metadata.name }
    const stored = client.find(ref)
    if (stored?.metadata.uid === cron.metadata.uid) client.update(ref, { ...stored, status }, 'status')
  }
}

/** The controller looks a moment after the time, so that its clock cannot be early. */
const START_DELAY_MS = 100
