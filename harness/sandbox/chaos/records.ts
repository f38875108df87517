import type { Rng } from '../../ports/rng.ts'
import type { InputObject } from '../api/types/object.ts'
import type { Informers } from '../controllers/base/informers.ts'
import type { StoredPod } from '../controllers/base/pods.ts'
import { timestamp } from '../controllers/base/timestamp.ts'
import { selectTargets } from './select-targets.ts'
import {
  type ChaosAction,
  type ChaosObject,
  type ChaosRecord,
  INJECTED,
  NOT_INJECTED,
  type TargetSpec,
} from './types.ts'

/** One record for every container or pod that the chaos is to hit. */
export const chooseRecords = (
  informers: Informers,
  action: ChaosAction,
  chaos: ChaosObject,
  rng: Rng,
): readonly ChaosRecord[] => {
  const select = (target: TargetSpec, selectorKey: string): ChaosRecord[] =>
    selectTargets(informers, target, chaos.metadata.namespace ?? '', rng)
      .flatMap((pod) => idsOf(action, chaos, pod))
      .map((id) => ({ id, selectorKey, phase: NOT_INJECTED, injectedCount: 0, recoveredCount: 0 }))
  const { target } = chaos.spec
  return [...select(chaos.spec, '.'), ...(typeof target === 'object' ? select(target, '.Target') : [])]
}

const idsOf = ({ perContainer }: ChaosAction, { spec }: ChaosObject, pod: StoredPod): readonly string[] => {
  const id = `${pod.metadata.namespace}/${pod.metadata.name}`
  if (!perContainer) return [id]
  const names = spec.containerNames ?? [pod.spec?.containers[0]?.name ?? '']
  return names.map((name) => `${id}/${name}`)
}

type Note = (reason: string, message: string, type?: 'Normal' | 'Warning') => void

/** Takes every record one step towards what is wanted. @returns `undefined` when all are there */
export const moveRecords = (
  action: ChaosAction,
  chaos: ChaosObject,
  records: readonly ChaosRecord[],
  isWanted: boolean,
  nowMs: number,
  note: Note,
) => {
  const goal = isWanted ? INJECTED : NOT_INJECTED
  if (records.every(({ phase }) => phase === goal)) return undefined
  const instances: Record<string, InputObject> = { ...chaos.status?.instances }
  let hasFailed = false
  const containerRecords = records.map((record) => {
    if (record.phase === goal) return record
    const result = isWanted ? action.apply(chaos, record) : action.recover(chaos, record)
    const operation = isWanted ? 'Apply' : 'Recover'
    const verb = isWanted ? 'apply' : 'recover'
    const at = timestamp(nowMs)
    if ('failure' in result) {
      hasFailed = true
      note('Failed', `Failed to ${verb} chaos: ${result.failure}`, 'Warning')
      return withEvent(record, { operation, type: 'Failed', message: result.failure, timestamp: at })
    }
    if (result.instance !== undefined) instances[record.id] = result.instance
    if (result.phase === NOT_INJECTED) delete instances[record.id]
    if (result.phase !== goal) return { ...record, phase: result.phase }
    note(isWanted ? 'Applied' : 'Recovered', `Successfully ${verb} chaos for ${record.id}`)
    const counted = isWanted
      ? { ...record, injectedCount: record.injectedCount + 1 }
      : { ...record, recoveredCount: record.recoveredCount + 1 }
    return withEvent({ ...counted, phase: result.phase }, { operation, type: 'Succeeded', timestamp: at })
  })
  return { containerRecords, instances, hasFailed }
}

type RecordEvent = NonNullable<ChaosRecord['events']>[number]

const withEvent = (record: ChaosRecord, event: RecordEvent): ChaosRecord => ({
  ...record,
  events: [...(record.events ?? []), event].slice(-KEPT_EVENTS),
})

const KEPT_EVENTS = 100
