import type { ApiClient } from '../api/types/api-client.ts'
import type { Control } from '../controllers/base/control.ts'
import { createEventRecorder } from '../controllers/base/event-recorder.ts'
import { createInformer, type Informer, keyOf, splitKey } from '../controllers/base/informer.ts'
import { timestamp } from '../controllers/base/timestamp.ts'
import { createWorkQueue } from '../controllers/base/work-queue.ts'
import { chaosResources, scheduleField, type ScheduleObject } from './chaos-resources.ts'
import { goDurationMs } from './duration.ts'
import { nextRunMs } from './next-run.ts'
import { type ChaosObject, type ChaosAction, NOT_INJECTED } from './types.ts'

/** Spawns chaos by the clock, keeps account of what is active, and removes what is over beyond the history limit. */
export const startScheduleController = (control: Control, client: ApiClient, actions: readonly ChaosAction[]): void => {
  const { simulation, rng, eventsFromMs } = control
  const chance = rng.fork('chaos/Schedule')
  const events = createEventRecorder(
    { simulation, client, eventsFromMs, rng: chance.fork('events') },
    { component: 'schedule-cron', repeats: 'separate' },
  )
  const schedules = createInformer(client, chaosResources.schedules)
  const children = new Map<string, Informer<ChaosObject>>(
    actions.map(({ kind, resource }) => [kind, createInformer(client, resource)]),
  )
  const queue = createWorkQueue(
    { simulation, rng: chance.fork('queue') },
    { latencyMs: [10, 40], reconcile: (key) => reconcile(key) },
  )
  schedules.onChange(({ object }) => queue.add(keyOf(object)))
  for (const informer of children.values()) {
    informer.onChange(({ object }) => {
      const owner = object.metadata.ownerReferences?.find(({ kind }) => kind === 'Schedule')
      if (owner !== undefined) queue.add(`${object.metadata.namespace}/${owner.name}`)
    })
  }

  const reconcile = (key: string): void => {
    const { namespace, name } = splitKey(key)
    const schedule = schedules.get(namespace, name)
    if (schedule === undefined || schedule.metadata.deletionTimestamp !== undefined) return
    const action = actions.find(({ kind }) => kind === schedule.spec.type)
    const owned = [...(children.get(schedule.spec.type)?.ownedBy(schedule.metadata.uid) ?? [])] as ChaosObject[]
    const active = owned.filter((child) => action !== undefined && !isFinished(action, child, simulation.nowMs()))
    const time = action === undefined ? undefined : spawnIfDue(schedule, action, active)
    if (action !== undefined) collect(schedule, action, owned, active)
    account(schedule, active, time)
  }

  /** @returns the time of the run that was due */
  const spawnIfDue = (
    schedule: ScheduleObject,
    action: ChaosAction,
    active: readonly ChaosObject[],
  ): number | undefined => {
    const nowMs = simulation.nowMs()
    const lastMs = Date.parse(schedule.status?.time ?? schedule.metadata.creationTimestamp)
    let dueMs = nextRunMs(schedule.spec.schedule, lastMs)
    if (dueMs === undefined) return undefined
    if (dueMs > nowMs) {
      queue.addAfter(keyOf(schedule), dueMs - nowMs)
      return undefined
    }
    for (let next = nextRunMs(schedule.spec.schedule, dueMs); next !== undefined && next <= nowMs;) {
      dueMs = next
      next = nextRunMs(schedule.spec.schedule, dueMs)
    }
    if (schedule.metadata.annotations?.['experiment.chaos-mesh.org/pause'] === 'true') return dueMs
    const isForbidden = (schedule.spec.concurrencyPolicy ?? 'Forbid') === 'Forbid'
    if (isForbidden && active.length > 0) {
      const names = active.map(({ metadata }) => metadata.name).join(',')
      events.record({
        object: schedule,
        type: 'Warning',
        reason: 'Forbid',
        message: `Forbid spawning new job because: ${names} is still running`,
      })
      return dueMs
    }
    spawn(schedule, action)
    return dueMs
  }

  const spawn = (schedule: ScheduleObject, action: ChaosAction): void => {
    const { name, namespace, uid } = schedule.metadata
    const child = client.create({ resource: action.resource, namespace }, {
      metadata: {
        generateName: `${name}-`,
        labels: { 'managed-by': name },
        ownerReferences: [
          { apiVersion: schedule.apiVersion, kind: 'Schedule', name, uid, controller: true, blockOwnerDeletion: true },
        ],
      },
      spec: schedule.spec[scheduleField(action.kind)],
    } as never)
    events.record({
      object: schedule,
      type: 'Normal',
      reason: 'Spawned',
      message: `Create new object: ${child.metadata.name}`,
    })
  }

  const collect = (
    schedule: ScheduleObject,
    action: ChaosAction,
    owned: readonly ChaosObject[],
    active: readonly ChaosObject[],
  ): void => {
    const surplus = owned.length - (schedule.spec.historyLimit ?? 1)
    if (surplus <= 0) return
    const oldest = [...owned]
      .sort((a, b) => (a.metadata.creationTimestamp < b.metadata.creationTimestamp ? -1 : 1))
      .slice(0, surplus)
    for (const child of oldest) {
      if (active.includes(child) || child.metadata.deletionTimestamp !== undefined) continue
      client.delete({ resource: action.resource, namespace: child.metadata.namespace, name: child.metadata.name })
    }
  }

  const account = (schedule: ScheduleObject, active: readonly ChaosObject[], timeMs: number | undefined): void => {
    const time = timeMs === undefined ? schedule.status?.time : timestamp(timeMs)
    const references = active.map(({ apiVersion, kind, metadata: { name, namespace, uid } }) => ({
      apiVersion,
      kind,
      name,
      namespace,
      uid,
    }))
    const status = {
      ...(references.length === 0 ? {} : { active: references }),
      ...(time === undefined ? {} : { time }),
    }
    if (JSON.stringify(status) === JSON.stringify(schedule.status ?? {})) return
    const { namespace, name } = schedule.metadata
    client.update({ resource: chaosResources.schedules, namespace, name }, { ...schedule, status })
  }
}

/** A chaos is over when it did its one act, or when its time is up and all is recovered. */
const isFinished = (action: ChaosAction, { metadata, spec, status }: ChaosObject, nowMs: number): boolean => {
  const records = status?.experiment?.containerRecords
  if (action.isOneShot(spec)) return records?.every(({ phase }) => phase === 'Injected') === true
  const durationMs = spec.duration === undefined ? undefined : goDurationMs(spec.duration)
  if (durationMs === undefined || Date.parse(metadata.creationTimestamp) + durationMs > nowMs) return false
  return (records ?? []).every(({ phase }) => phase === NOT_INJECTED)
}
