import type { Control } from '../controllers/base/control.ts'
import type { ApiClient } from '../api/types/api-client.ts'
import { createEventRecorder } from '../controllers/base/event-recorder.ts'
import { createInformer, keyOf, splitKey } from '../controllers/base/informer.ts'
import { isSame } from '../controllers/base/same.ts'
import { createWorkQueue } from '../controllers/base/work-queue.ts'
import { chaosConditions, PAUSE } from './chaos-conditions.ts'
import { goDurationMs } from './duration.ts'
import { chooseRecords, moveRecords } from './records.ts'
import { type ChaosAction, type ChaosObject, NOT_INJECTED } from './types.ts'

const FINALIZER = 'chaos-mesh/records'
const CLEAN = 'chaos-mesh.chaos-mesh.org/cleanFinalizer'

/**
 * Carries the objects of one kind of chaos through their life. Each look does one step and writes it; the write brings the next look:
 * finalizer, desired phase, conditions, records, release. So conditions lag one step behind the records.
 */
export const startChaosController = (control: Control, client: ApiClient, action: ChaosAction): void => {
  const { simulation, informers, rng, eventsFromMs } = control
  const chance = rng.fork(`chaos/${action.kind}`)
  const events = createEventRecorder(
    { simulation, client, eventsFromMs, rng: chance.fork('events') },
    { component: 'records', repeats: 'separate' },
  )
  const objects = createInformer(client, action.resource)
  const failedSelections = new Map<string, string>()
  const retries = new Map<string, { readonly failures: number; readonly atMs: number }>()
  const queue = createWorkQueue(
    { simulation, rng: chance.fork('queue') },
    { latencyMs: [15, 60], reconcile: (key) => reconcile(key) },
  )
  objects.onChange(({ object }) => queue.add(keyOf(object)))

  const note = (object: ChaosObject, reason: string, message: string, type: 'Normal' | 'Warning' = 'Normal'): void =>
    events.record({ object, type, reason, message })

  const write = (chaos: ChaosObject, change: Partial<ChaosObject>, what: string): void => {
    const { namespace, name } = chaos.metadata
    client.update({ resource: action.resource, namespace, name }, { ...chaos, ...change })
    note(chaos, 'Updated', `Successfully update ${what} of resource`)
  }

  const reconcile = (key: string): void => {
    const { namespace, name } = splitKey(key)
    const chaos = objects.get(namespace, name)
    if (chaos === undefined) {
      failedSelections.delete(key)
      retries.delete(key)
      return
    }
    void (addFinalizer(chaos) || setPhase(chaos) || setConditions(chaos) || setRecords(chaos) || release(chaos))
  }

  const addFinalizer = (chaos: ChaosObject): boolean => {
    const { finalizers = [], deletionTimestamp } = chaos.metadata
    if (deletionTimestamp !== undefined || finalizers.includes(FINALIZER)) return false
    note(chaos, 'FinalizerInited', 'Finalizer has been inited')
    write(chaos, { metadata: { ...chaos.metadata, finalizers: [...finalizers, FINALIZER] } }, 'finalizer')
    return true
  }

  const setPhase = (chaos: ChaosObject): boolean => {
    const reason = stopReason(chaos)
    const desiredPhase = reason === undefined ? 'Run' : 'Stop'
    if (chaos.status?.experiment?.desiredPhase === desiredPhase) return false
    const [event, message] =
      reason === undefined ? (['Started', 'Experiment has started'] as const) : STOP_EVENTS[reason]
    note(chaos, event, message)
    write(
      chaos,
      { status: { ...chaos.status, experiment: { ...chaos.status?.experiment, desiredPhase } } },
      'desiredPhase',
    )
    return true
  }

  const stopReason = ({ metadata, spec }: ChaosObject): keyof typeof STOP_EVENTS | undefined => {
    if (metadata.deletionTimestamp !== undefined) return 'deleted'
    const durationMs = spec.duration === undefined || action.isOneShot(spec) ? undefined : goDurationMs(spec.duration)
    if (durationMs !== undefined) {
      const leftMs = Date.parse(metadata.creationTimestamp) + durationMs - simulation.nowMs()
      if (leftMs <= 0) return 'expired'
      queue.addAfter(`${metadata.namespace}/${metadata.name}`, leftMs)
    }
    return metadata.annotations?.[PAUSE] === 'true' ? 'paused' : undefined
  }

  const setConditions = (chaos: ChaosObject): boolean => {
    const conditions = chaosConditions(chaos)
    if (isSame(conditions, chaos.status?.conditions)) return false
    write(chaos, { status: { ...chaos.status, conditions } }, 'conditions')
    return true
  }

  const setRecords = (chaos: ChaosObject): boolean => {
    const isRunning = chaos.status?.experiment?.desiredPhase === 'Run'
    const records = chaos.status?.experiment?.containerRecords
    if (records === undefined) return isRunning && choose(chaos)
    const key = keyOf(chaos)
    const retry = retries.get(key)
    if (retry !== undefined && simulation.nowMs() < retry.atMs) {
      queue.addAfter(key, retry.atMs - simulation.nowMs())
      return false
    }
    const moved = moveRecords(action, chaos, records, isRunning, simulation.nowMs(), (reason, message, type) =>
      note(chaos, reason, message, type),
    )
    if (moved === undefined) return false
    const { containerRecords, instances, hasFailed } = moved
    const experiment = { ...chaos.status?.experiment, containerRecords }
    const hasInstances = Object.keys(instances).length > 0
    write(chaos, { status: { ...chaos.status, experiment, ...(hasInstances ? { instances } : {}) } }, 'records')
    const failures = hasFailed ? (retry?.failures ?? 0) + 1 : 0
    if (hasFailed)
      retries.set(key, { failures, atMs: simulation.nowMs() + Math.min(1000 * 2 ** (failures - 1), LONGEST_RETRY_MS) })
    else retries.delete(key)
    return true
  }

  /** Targets are chosen once. A choice that finds nobody is made again only when the object changes. */
  const choose = (chaos: ChaosObject): boolean => {
    const key = keyOf(chaos)
    if (failedSelections.get(key) === chaos.metadata.resourceVersion) return false
    const containerRecords = chooseRecords(informers, action, chaos, chance)
    if (containerRecords.length === 0) {
      failedSelections.set(key, chaos.metadata.resourceVersion)
      note(chaos, 'Failed', 'Failed to select targets: no pod is selected', 'Warning')
      return false
    }
    write(
      chaos,
      { status: { ...chaos.status, experiment: { ...chaos.status?.experiment, containerRecords } } },
      'records',
    )
    return true
  }

  const release = (chaos: ChaosObject): boolean => {
    const { finalizers = [], deletionTimestamp, annotations } = chaos.metadata
    const isForced = annotations?.[CLEAN] === 'forced'
    const isHeld = isForced ? finalizers.length > 0 : finalizers.includes(FINALIZER)
    if (deletionTimestamp === undefined || !isHeld) return false
    const records = chaos.status?.experiment?.containerRecords ?? []
    if (!isForced && records.some(({ phase }) => phase !== NOT_INJECTED)) return false
    note(chaos, 'FinalizerInited', 'Finalizer has been removed')
    write(
      chaos,
      // By force, whoever's they are.
      {
        metadata: { ...chaos.metadata, finalizers: isForced ? [] : finalizers.filter((entry) => entry !== FINALIZER) },
      },
      'finalizer',
    )
    return true
  }
}

const LONGEST_RETRY_MS = 15_000

const STOP_EVENTS = {
  deleted: ['Deleted', 'Experiment has been deleted'],
  expired: ['TimeUp', 'Time up according to the duration'],
  paused: ['Paused', 'Experiment has been paused'],
} as const
